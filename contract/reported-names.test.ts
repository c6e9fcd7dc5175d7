import { expect, test } from "vitest";
import { othersIn, reportedPeople } from "./reported-names.ts";

test.each([
  [["Bob", "Ada"], "Bob, Ada"],
  [["Bob, Ada"], "“Bob, Ada”"],
  [["Bob，Ada", "Ada"], "“Bob，Ada”, Ada"],
  [["“Bob”", "“Ada”"], "“'Bob'”, “'Ada'”"],
  [["Bob”, “Ada"], "“Bob', 'Ada”"],
  [["Ada", "+3"], "Ada, “+3”"],
  [["Ada, +3"], "“Ada, +3”"],
  [["Ada +3", "ada"], "Ada +3, ada"],
])("The report of %j names each person apart: %s", (names, expected) => {
  const report = reportedPeople(names, 0);
  expect([report, othersIn(report)]).toEqual([expected, 0]);
});

test("A report counts the people whom it does not name", () => {
  const report = reportedPeople(["Ada", "Ben"], 3);
  expect([report, othersIn(report)]).toEqual(["Ada, Ben, +3", 3]);
});
