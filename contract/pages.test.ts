import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { limits } from "./limits.ts";
import { Cursor, PageLimit, PageQuery } from "./pages.ts";

const { min, max } = limits.page;

describe("A page's limit", () => {
  test("is read from decimal digits, and accepted exactly within its bounds", () => {
    fc.assert(
      fc.property(fc.integer({ min: min - 2, max: max + 2 }), (value) => {
        const { success, data } = PageLimit.safeParse(String(value));
        expect(success).toBe(value >= min && value <= max);
        if (success) expect(data).toBe(value);
      }),
    );
  });

  test.each(["", " 5", "5 ", "+5", "5.0", "5e0", "0x5", "five", "٥", "9".repeat(16)])(
    "cannot be %j, which is not a whole number in decimal digits",
    (value) => {
      expect(PageLimit.safeParse(value).success).toBe(false);
    },
  );
});

test("A cursor has at most 200 characters", () => {
  expect(Cursor.safeParse("c".repeat(200)).success).toBe(true);
  expect(Cursor.safeParse("c".repeat(201)).success).toBe(false);
});

test("A list can be requested without a cursor and a limit", () => {
  expect(PageQuery.parse({})).toEqual({});
});
