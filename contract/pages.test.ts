import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { limits } from "./limits.ts";
import { PageLimit, pageQuery } from "./pages.ts";

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

describe("A page's query", () => {
  const query = pageQuery(/^\d{1,6}$/);

  test("accepts cursors of its list only", () => {
    expect(query.parse({ cursor: "12" })).toEqual({ cursor: "12" });
    for (const cursor of ["", "x", "1234567", "1\n"]) expect(query.safeParse({ cursor }).success).toBe(false);
  });

  test("needs neither a cursor nor a limit", () => {
    expect(query.parse({})).toEqual({});
  });
});
