import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { ClientFrame } from "../../contract/frames.ts";
import type { Route } from "../../contract/route.ts";
import { routes } from "../../contract/routes.ts";
import { asSchema, valuesOf } from "../fuzz/json-schema.ts";
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
