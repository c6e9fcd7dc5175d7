import fc from "fast-check";
import { expect, test } from "vitest";
import { reportedPeople, withPresentNames } from "./reported-names.ts";

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
  expect(reportedPeople(names, 0)).toBe(expected);
});

test("A report counts the people whom it does not name", () => {
  expect(reportedPeople(["Ada", "Ben"], 3)).toBe("Ada, Ben, +3");
});

test("A report takes the present names of its people in their places, and keeps the names of the others", () => {
  const name = fc.string({ unit: fc.constantFrom(..."Aö“”,، +3'"), minLength: 1 });
  const people = fc.array(fc.tuple(name, fc.option(name, { nil: undefined })), { minLength: 1 });
  fc.assert(
    fc.property(people, fc.nat(3), (named, others) => {
      const [before, present] = [named.map(([old]) => old), named.map(([, current]) => current)];
      const expected = reportedPeople(
        named.map(([old, current]) => current ?? old),
        others,
      );
      expect(withPresentNames(reportedPeople(before, others), present)).toBe(expected);
    }),
  );
});
