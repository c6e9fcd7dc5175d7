import type * as z from "zod/mini";

/** The value in a JSON text, or undefined if there is no text, it is not JSON, or the schema does not match. */
export function parseJson<S extends z.ZodMiniType>(
  schema: S,
  text: string | null | undefined,
): z.output<S> | undefined {
  if (text === null || text === undefined) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  return schema.safeParse(json).data;
}
