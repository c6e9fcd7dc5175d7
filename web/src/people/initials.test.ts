import { expect, test } from "vitest";
import { initialsOf } from "./initials.ts";

test.each([
  ["Ada Lovelace", "AL"],
  ["ada.b-lovelace", "AL"],
  ["🇩🇪 Berlin", "🇩🇪B"],
  ["👩‍💻 Ada 👨‍👩‍👧", "👩‍💻👨‍👩‍👧"],
  ["e\u0301mile", "E\u0301"],
  ["", ""],
])("The initials of %j are the first visible characters of its words", (name, expected) => {
  expect(initialsOf(name)).toBe(expected);
});
