import { expect, test } from "vitest";
import { reportedNames } from "../../../contract/limits.ts";
import { namesOf } from "./reported-names.ts";

const called = (fullName: string | null) => ({ fullName, username: "ada" });

test.each([
  [["Bob", "Ada"], "Bob, Ada"],
  [["Bob, Ada"], "“Bob, Ada”"],
  [["Bob，Ada", "Ada"], "“Bob，Ada”, Ada"],
  [["“Bob”", "“Ada”"], "“'Bob'”, “'Ada'”"],
  [["Bob”, “Ada"], "“Bob', 'Ada”"],
  [["Ada", "+3"], "Ada, “+3”"],
  [["Ada +3", null], "Ada +3, ada"],
])("The report of %j names each person apart: %s", (names, expected) => {
  expect(namesOf(names.map(called))).toBe(expected);
});

test("A report counts the people whom it does not name", () => {
  const people = Array.from({ length: reportedNames + 3 }, () => called("Ada"));
  expect(namesOf(people)).toBe(`${"Ada, ".repeat(reportedNames)}+3`);
});
