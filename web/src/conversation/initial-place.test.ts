import { expect, test } from "vitest";
import { firstIndexes, initialPlace } from "./initial-place.ts";

const seqs = [11, 12, 13, 14, undefined];

test("A list starts at the focused message, then at the first unread one, and otherwise at its end", () => {
  expect(initialPlace({ seqs, focus: 13, unread: 12 })).toEqual({ index: 2, align: "center", offset: 0 });
  expect(initialPlace({ seqs, focus: 99, unread: 12 })).toMatchObject({ index: 1, align: "start" });
  expect(initialPlace({ seqs, focus: undefined, unread: 99 })).toBeUndefined();
});

test("The rows that are measured first fill the view, wherever the list starts", () => {
  const view = { count: 100, viewHeight: 240 };
  const ends = (indexes: number[]) => [indexes[0], indexes.at(-1)];
  expect(ends(firstIndexes(undefined, view))).toEqual([89, 99]);
  expect(ends(firstIndexes({ index: 50, align: "start", offset: 0 }, view))).toEqual([48, 60]);
  expect(ends(firstIndexes({ index: 50, align: "center", offset: 0 }, view))).toEqual([45, 60]);
  // A row near the end cannot be at the top of the view.
  expect(ends(firstIndexes({ index: 97, align: "start", offset: 0 }, view))).toEqual([89, 99]);
  expect(ends(firstIndexes({ index: 0, align: "center", offset: 0 }, view))).toEqual([0, 10]);
});
