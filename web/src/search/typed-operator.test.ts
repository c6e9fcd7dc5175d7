import { expect, test } from "vitest";
import { operatorBefore } from "./typed-operator.ts";

test.each([
  ["fr|", { kind: "name", letters: "fr", start: 0, end: 2 }],
  ["fox FR|om", { kind: "name", letters: "fr", start: 4, end: 6 }],
  ["fox from:|", { kind: "value", name: "from", value: "", start: 4, end: 9 }],
  ["From:@ad|", { kind: "value", name: "from", value: "@ad", start: 0, end: 8 }],
  ['in:"Release p|', { kind: "value", name: "in", value: "Release p", start: 0, end: 13 }],
  ["from:ada |", undefined],
  ["xfrom:ada|", undefined],
  ['from:"Ada"|', undefined],
  ["f|", undefined],
  ["|", undefined],
])("Before the caret in %j is %j", (marked, expected) => {
  expect(operatorBefore(marked.replace("|", ""), marked.indexOf("|"))).toEqual(expected);
});
