/**
 * JSON Schema for rules that Zod cannot translate. A schema registers it beside its check, so that the OpenAPI document
 * states the rule (`.register(z.globalRegistry, …)`).
 */

/** At least one of these fields is present. */
export const oneOfThese = (...fields: readonly string[]) => ({
  anyOf: fields.map((field) => ({ required: [field] })),
});

/** Text without NUL, which PostgreSQL cannot store. JSON Schema's patterns cannot exclude lone surrogates. */
export const storable = { pattern: "^[^\\u0000]*$" } as const;

/** Storable text without the characters at which Unicode begins a new line. */
export const storableLine = { pattern: "^[^\\u0000\\n\\v\\f\\r\\u0085\\u2028\\u2029]*$" } as const;
