import { expect, test } from "vitest";
import { hyphenated, parseQuery } from "./query.ts";
import { tokensOf } from "./tokens.ts";

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

test("A word after white space and a hyphen has a second token with the hyphen", () => {
  const found = (text: string) => hyphenated(text, tokensOf(text)).map((token) => token.text);
  expect(found("-a rm -rf x-y - z --q")).toEqual(["-a", "-rf"]);
  expect(found("rm rf")).toEqual([]);
});

test("A query that only excludes is text, unless something else finds messages", () => {
  const parse = (mayOnlyExclude?: boolean) =>
    parseQuery("-a -b", mayOnlyExclude).phrases.map((each) => each.isExcluded);
  expect(parse()).toEqual([false, false]);
  expect(parse(true)).toEqual([true, true]);
});

test("A query with exclusions is also text", () => {
  expect(parseQuery("rm -rf").literal.map(({ text }) => text)).toEqual(["rm", "-rf"]);
  expect(parseQuery("rm rf").literal).toEqual([]);
});
