import { describe, expect, test } from "vitest";
import { templateOf } from "./testing/templates.ts";

const stacks = ["data", "edge", "application"] as const;

describe("The templates", () => {
  test.each(stacks)(
    "of the %s stack are the same each time, so a second deployment changes nothing",
    (stack) => {
      expect(templateOf("prodAgain", stack).toJSON()).toEqual(templateOf("prod", stack).toJSON());
    },
  );

  test.each(stacks)("of the %s stack contain no private key", (stack) => {
    expect(JSON.stringify(templateOf("prod", stack).toJSON())).not.toMatch(/BEGIN [A-Z ]*PRIVATE KEY/);
  });
});
