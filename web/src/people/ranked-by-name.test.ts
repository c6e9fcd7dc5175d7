import { expect, test } from "vitest";
import { rankedByName } from "./ranked-by-name.ts";

const people = [
  { username: "joanna", fullName: "Joanna Smith" },
  { username: "bob", fullName: "Bob Ännchen" },
  { username: "susanne", fullName: null },
  { username: "annika", fullName: "Nika" },
  { username: "ann", fullName: "Zoe" },
  { username: "carl", fullName: "Carl" },
];

const found = (letters: string) => rankedByName(people, letters).map(({ username }) => username);

test("The person with exactly the typed username comes first, then those whose names begin with the letters", () => {
  expect(found("ann")).toEqual(["ann", "bob", "annika", "joanna", "susanne"]);
  expect(found("ANN")).toEqual(found("ann"));
  expect(found("smith")).toEqual(["joanna"]);
});

test("Without letters, all people keep their order", () => {
  expect(found("")).toEqual(people.map(({ username }) => username));
});
