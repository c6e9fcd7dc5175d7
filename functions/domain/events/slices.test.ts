import { expect, test } from "vitest";
import { slicesOf } from "./slices.ts";

const bytesOf = (slices: ReturnType<typeof slicesOf>) =>
  slices.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, at) => from + at));

test.each([
  [1, 1],
  [100, 1],
  [101, 2],
  [250, 3],
  [5_000, 10],
  [undefined, 10],
])(
  "An audience of %s has %i slices, which cover each last byte of an id once and are of nearly the same size",
  (people, count) => {
    const slices = slicesOf(people);
    expect(slices).toHaveLength(count);
    expect(bytesOf(slices)).toEqual(Array.from({ length: 256 }, (_, byte) => byte));
    const sizes = slices.map(({ from, to }) => to - from + 1);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  },
);
