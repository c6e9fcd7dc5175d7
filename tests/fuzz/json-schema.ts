import fc from "fast-check";
import * as z from "zod";
import { hasVisibleCharacter } from "../../contract/visible.ts";

/** The part of JSON Schema 2020-12 that the contract's documents use. */
export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  not?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  propertyNames?: JsonSchema;
  maxProperties?: number;
  items?: JsonSchema;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  /** Further patterns. */
  allOf?: JsonSchema[];
  format?: string;
  minimum?: number;
  maximum?: number;
}

const JsonSchema: z.ZodType<JsonSchema> = z.looseObject({});

/** Reads a schema out of a generated document. */
export const asSchema = (json: unknown): JsonSchema => JsonSchema.parse(json);

/** The most entries of a generated list or record. More would only cost time. */
const mostEntries = 3;

/** The longest generated text, where the schema allows more. */
const longest = 10_000;

/** A few of the emoji that Unicode recommends, with skin tones, joiners and flags among them. */
const emoji = ["👍", "👍🏽", "👨‍👩‍👧‍👦", "❤️", "🇩🇪", "1️⃣"];

/** Resolves `#/components/schemas/X` and `#/$defs/X` in a document. */
function resolve(reference: string, document: unknown): JsonSchema {
  return asSchema(
    reference
      .split("/")
      .slice(1)
      .reduce<unknown>((inner, name) => z.looseObject({}).parse(inner)[name], document),
  );
}

/** Text of `min` to `max` code points, mostly short and sometimes as long as possible. */
function textOf(schema: JsonSchema): fc.Arbitrary<string> {
  const { minLength: min = 0, maxLength = Number.POSITIVE_INFINITY } = schema;
  const max = Math.max(min, Math.min(maxLength, longest));
  const pattern = new RegExp(schema.pattern ?? "", "u");
  const isLong = (text: string) => [...text].length >= min && [...text].length <= maxLength;
  const ofAnyCharacter = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.string({ unit: "binary", minLength: min, maxLength: Math.min(max, min + 20) }),
    },
    { weight: 1, arbitrary: fc.constantFrom("x".repeat(max), "x".repeat(min)) },
  );
  // A class of characters without a length takes its length from the schema.
  const [, characters] = /^\^(\[(?:[^\]\\]|\\.)+\])[*+]\$$/.exec(schema.pattern ?? "") ?? [];
  if (schema.pattern === undefined || characters?.startsWith("[^"))
    return ofAnyCharacter.filter((text) => pattern.test(text) && isLong(text));
  const bounded = characters ? new RegExp(`^${characters}{${min},${max}}$`, "u") : pattern;
  return fc.stringMatching(bounded).filter((text) => isLong(text));
}

const mailbox = fc.stringMatching(/^[A-Za-z0-9_+-]{1,30}$/);
const domain = fc.stringMatching(/^[a-z0-9]{1,30}\.[a-z]{2,6}$/);

const names = ["Ünal Ö.", "Ольга", "山田 太郎", "O'Brien-Smith", "Team 👩‍💻", "Q3 2026"];

/** The formats whose rules no pattern can state (`contract/names.ts`, `emoji.ts`, `web-push.ts`). */
const formats: Readonly<Record<string, fc.Arbitrary<string>>> = {
  emoji: fc.constantFrom(...emoji),
  "display-name": fc.oneof(
    fc.constantFrom(...names),
    fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 .'_-]{0,60}$/),
  ),
  "file-name": fc.oneof(fc.constantFrom(...names), fc.stringMatching(/^[A-Za-z0-9._ -]{1,60}[.]png$/)),
  "push-service-uri": fc.stringMatching(
    /^https:\/\/([a-z][a-z0-9]{0,9}[.]){1,3}[a-z]{2,5}\/[A-Za-z0-9/_.:?=&-]{0,60}$/,
  ),
};

function stringOf(schema: JsonSchema): fc.Arbitrary<string> {
  const format = formats[schema.format ?? ""];
  if (format) return format;
  if (schema.format === "uuid") return fc.uuid();
  if (schema.format === "visible-text")
    return textOf(schema).filter((text) => text === "" || hasVisibleCharacter(text));
  if (schema.format === "date" || schema.format === "date-time") {
    const patterns = [schema, ...(schema.allOf ?? [])].map(({ pattern = "" }) => new RegExp(pattern, "u"));
    const length = schema.format === "date" ? 10 : undefined;
    return fc
      .date({ min: new Date("1900-01-01"), max: new Date("9999-12-31T23:59:59Z"), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, length))
      .filter((text) => patterns.every((pattern) => pattern.test(text)));
  }
  // The pattern of e-mail addresses would mostly generate ones that are too long.
  if (schema.format === "email") return fc.tuple(mailbox, domain).map((parts) => parts.join("@"));
  return textOf(schema);
}

function objectOf(schema: JsonSchema, document: unknown): fc.Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties, propertyNames, maxProperties } = schema;
  if (propertyNames && typeof additionalProperties === "object") {
    return fc.dictionary(
      valuesOf(propertyNames, document).map(String),
      valuesOf(additionalProperties, document),
      { maxKeys: Math.min(mostEntries, maxProperties ?? mostEntries) },
    );
  }
  const values: Record<string, fc.Arbitrary<unknown>> = Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name, valuesOf(property, document)]),
  );
  const forbidden = schema.not?.required ?? [];
  return fc
    .record(values, { requiredKeys: required, noNullPrototype: true })
    .filter((value) => forbidden.length === 0 || !forbidden.every((name) => name in value));
}

/** Merges one branch of an object's `anyOf` into the object. */
function withBranch({ anyOf: _, ...schema }: JsonSchema, branch: JsonSchema): JsonSchema {
  const properties = Object.fromEntries(
    Object.entries(schema.properties ?? {}).map(([name, property]) => [
      name,
      { ...property, ...branch.properties?.[name] },
    ]),
  );
  return { ...schema, properties, required: [...(schema.required ?? []), ...(branch.required ?? [])] };
}

/** Generates values that a schema allows. @param document  holds the schemas that it refers to */
export function valuesOf(schema: JsonSchema, document: unknown): fc.Arbitrary<unknown> {
  if (schema.$ref) return valuesOf(resolve(schema.$ref, document), document);
  if ("const" in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches) {
    const whole = schema.properties ? branches.map((branch) => withBranch(schema, branch)) : branches;
    return fc.oneof(...whole.map((branch) => valuesOf(branch, document)));
  }
  if (Array.isArray(schema.type)) {
    return fc.oneof(...schema.type.map((type) => valuesOf({ ...schema, type }, document)));
  }
  const { minimum = -1_000_000, maximum = 1_000_000 } = schema;
  switch (schema.type) {
    case "string":
      return stringOf(schema);
    case "integer":
      return fc.oneof(fc.integer({ min: minimum, max: maximum }), fc.constantFrom(minimum, maximum));
    case "number":
      return fc.double({ min: minimum, max: maximum, noNaN: true });
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "array": {
      const { items = {}, minItems = 0, maxItems = mostEntries } = schema;
      const bounds = { minLength: minItems, maxLength: Math.max(minItems, Math.min(maxItems, mostEntries)) };
      return fc.array(valuesOf(items, document), bounds);
    }
    case "object":
      return objectOf(schema, document);
    default:
      return fc.jsonValue();
  }
}
