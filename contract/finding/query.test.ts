import { expect, test } from "vitest";
import { parseQuery } from "./query.ts";

/** Writes a parsed query: `…` after the beginning of a word, and `-` before an exclusion. */
const written = (query: string) =>
  parseQuery(query).phrases.map(
    ({ tokens, isBeginning, isExcluded }) =>
      (isExcluded ? "-" : "") + tokens.map(({ text }) => text).join(" ") + (isBeginning ? "…" : ""),
  );

test.each([
  ["Fox kingd", ["fox", "kingd…"]],
  ["fox ", ["fox"]],
  ["quick!", ["quick"]],
  ['"brown fox"', ["brown fox"]],
  ['"brown fo', ["brown fo"]],
  ["well-kn", ["well kn…"]],
  ["fox -qui", ["fox", "-qui"]],
  ['fox -"lazy dog" cat', ["fox", "-lazy dog", "cat…"]],
  ["a - b", ["a", "b…"]],
  ["foo.png 10.0.0.17", ["foo png", "10 0 0 17…"]],
  ["-1.00", ["1 00…"]],
  ["& | ! ()", []],
])("The query %j means %j", (query, expected) => {
  expect(written(query)).toEqual(expected);
});

test("A query with exclusions is also text", () => {
  expect(parseQuery("rm -rf").literal.map(({ text }) => text)).toEqual(["rm", "-rf"]);
  expect(parseQuery("rm rf").literal).toEqual([]);
});
