import { expect, test } from "vitest";
import { slices } from "./slices.ts";

test("The slices of a large audience cover each last byte of an id once and are of nearly the same size", () => {
  const bytes = slices.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, at) => from + at));
  expect(bytes).toEqual(Array.from({ length: 256 }, (_, byte) => byte));
  for (const { from, to } of slices) expect([25, 26]).toContain(to - from + 1);
  // The queue takes ten jobs in one call.
  expect(slices).toHaveLength(10);
});
