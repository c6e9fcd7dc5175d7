import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { ClientFrame } from "../../contract/frames.ts";
import type { Route } from "../../contract/route.ts";
import { routes } from "../../contract/routes.ts";
import { asSchema, type JsonSchema, valuesOf } from "../fuzz/json-schema.ts";
import { document, documentedOperations } from "../fuzz/operations.ts";

const numRuns = 60;

/** A query string has only text. */
const asText = (value: unknown): unknown =>
  value instanceof Object
    ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, String(inner)]))
    : value;

describe("The OpenAPI document states every limit:", () => {
  for (const { name, ...parts } of documentedOperations()) {
    const route: Route = routes[name];
    for (const part of ["params", "query", "body"] as const) {
      const [documented, schema] = [parts[part], route[part]];
      if (!documented || !schema) continue;
      test(`${name} accepts each ${part} that it allows`, () => {
        fc.assert(
          fc.property(valuesOf(documented, document), (value) => {
            const result = schema.safeParse(part === "body" ? value : asText(value));
            expect(result.error?.issues ?? []).toEqual([]);
          }),
          { numRuns },
        );
      });
    }
  }
});

test("The schema of client frames states every limit: the server accepts each frame that it allows", () => {
  const frames = z.toJSONSchema(ClientFrame, { io: "input", unrepresentable: "any" });
  fc.assert(
    fc.property(valuesOf(asSchema(frames), frames), (frame) => {
      expect(ClientFrame.safeParse(frame).error?.issues ?? []).toEqual([]);
    }),
    { numRuns: 5 * numRuns },
  );
});

interface RequestPart {
  place: string;
  schema: z.core.$ZodType;
  json: JsonSchema;
}

/** Lists the schemas within all requests and frames. */
function requestParts(): RequestPart[] {
  const parts = new Map<string, RequestPart>();
  const add = (name: string, whole: z.core.$ZodType) =>
    z.toJSONSchema(whole, {
      io: "input",
      unrepresentable: "any",
      override: ({ zodSchema: schema, jsonSchema, path }) => {
        const place = [name, ...path.filter((part) => part !== "properties")].join(".");
        // A schema with checks comes after the same one without them.
        parts.set(place, { place, schema, json: asSchema({ ...jsonSchema }) });
      },
    });
  for (const [name, route] of Object.entries<Route>(routes)) {
    for (const part of ["params", "query", "body"] as const) {
      if (route[part]) add(`${name}.${part}`, route[part]);
    }
  }
  add("frame", ClientFrame);
  return [...parts.values()];
}

const parts = requestParts();

/** Text that is a domain, if it is long enough. */
const domainOf = (length: number) =>
  Array.from({ length }, (_, at) => (at % 3 === 2 && at < length - 2 ? "." : "x")).join("");

/** Ways to write a text of some length, of which one fits each pattern of the contract. */
const writings: readonly ((length: number) => string)[] = [
  (length) => "x".repeat(length),
  (length) => `x/${"x".repeat(Math.max(0, length - 2))}`,
  (length) => domainOf(length),
  (length) => `x@${domainOf(Math.max(0, length - 2))}`,
];

function textOf({ pattern = "", format }: JsonSchema, length: number): string {
  if (format === "push-service-uri") return "https://push.example.com/".padEnd(length, "x");
  const texts = writings.map((write) => write(length));
  return texts.find((text) => new RegExp(pattern, "u").test(text)) ?? "";
}

const idOf = (at: number) => `00000000-0000-7000-8000-${String(at).padStart(12, "0")}`;

/** A list of entries that differ, as far as the contract requires it. */
function listOf({ items = {} }: JsonSchema, length: number): unknown[] {
  const places = Array.from({ length }, (_, at) => at);
  if (items.format === "uuid") return places.map(idOf);
  if (items.type === "string") return places.map((at) => textOf(items, 8 + at));
  const [entry] = fc.sample(valuesOf(items, document), { numRuns: 1, seed: 1 });
  return places.map((at) => (entry instanceof Object && "id" in entry ? { ...entry, id: idOf(at) } : entry));
}

const recordOf = ({ additionalProperties }: JsonSchema, length: number) => {
  const [entry] = fc.sample(valuesOf(asSchema(additionalProperties), document), { numRuns: 1, seed: 1 });
  return Object.fromEntries(Array.from({ length }, (_, at) => [idOf(at), entry]));
};

/** Lists the limits of a schema: a value at each, and one just beyond it. */
function limitsOf(json: JsonSchema): { limit: string; at: unknown; beyond: unknown }[] {
  const { minLength, maxLength, minimum, maximum, minItems, maxItems, maxProperties } = json;
  const limit = (name: string, value: number | undefined, step: 1 | -1, create: (size: number) => unknown) =>
    value === undefined || (value === 0 && step < 0 && name !== "minimum")
      ? []
      : [{ limit: name, at: create(value), beyond: create(value + step) }];
  const number = (value: number) => value;
  return [
    ...limit("minLength", minLength, -1, (length) => textOf(json, length)),
    ...limit("maxLength", maxLength, 1, (length) => textOf(json, length)),
    ...limit("minimum", minimum, -1, number),
    ...limit("maximum", maximum, 1, number),
    ...limit("minItems", minItems, -1, (length) => listOf(json, length)),
    ...limit("maxItems", maxItems, 1, (length) => listOf(json, length)),
    ...limit("maxProperties", maxProperties, 1, (length) => recordOf(json, length)),
  ];
}

test("The server accepts each value at a limit that the document states, and refuses the next one", () => {
  const wrong = parts.flatMap(({ place, schema, json }) =>
    limitsOf(json).flatMap(({ limit, at, beyond }) => {
      const given = (value: unknown) => (/\.(query|params)\./.test(place) ? String(value) : value);
      const [accepted, refused] = [at, beyond].map((value) => z.safeParse(schema, given(value)).success);
      return accepted && !refused ? [] : [[place, limit, accepted, refused]];
    }),
  );
  // No emoji is that long.
  const isEmoji = ([place]: (typeof wrong)[number]) => /\.emoji$/.test(String(place));
  expect(wrong.filter((each) => !isEmoji(each))).toEqual([]);
});

/** Whether a pattern matches only texts up to some length. */
const limitsLength = (pattern: string) =>
  /^\^.*\$$/.test(pattern) && !/[*+]|\{\d+,\}/.test(pattern.replace(/\[[^\]]*\]|\\./g, ""));

function isLimited({ type, pattern, allOf = [], ...json }: JsonSchema): boolean {
  if (json.enum || "const" in json) return true;
  if (type === "array") return json.maxItems !== undefined;
  if (type === "integer" || type === "number")
    return json.minimum !== undefined && json.maximum !== undefined;
  if (typeof json.additionalProperties === "object" && json.propertyNames)
    return json.maxProperties !== undefined;
  if (type !== "string") return true;
  const patterns = [pattern, ...allOf.map((one) => one.pattern)];
  return json.maxLength !== undefined || patterns.some((each) => each !== undefined && limitsLength(each));
}

test("Each text, list, record and number of a request has a limit, and of a time only its milliseconds remain", () => {
  const schemas = new Map(parts.map(({ place, schema }) => [place, schema]));
  const endless = parts.filter(({ place, json }) => {
    if (json.format !== "date-time") return !isLimited(json);
    const schema = schemas.get(place.replace(/\.anyOf\.\d+$/, ""));
    return !schema || z.parse(schema, `2026-11-27T12:00:00.${"1".repeat(9)}Z`) !== "2026-11-27T12:00:00.111Z";
  });
  expect(endless.map(({ place }) => place)).toEqual([]);
});
