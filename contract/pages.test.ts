import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { limits } from "./limits.ts";
import { PageLimit, pageQuery } from "./pages.ts";
import type { Route } from "./route.ts";
import { routes } from "./routes.ts";

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

describe("A cursor with a time", () => {
  const id = "00000000-0000-4000-8000-000000000001";

  const accepts = ({ query }: Route, cursor: string) =>
    query !== undefined &&
    !query.safeParse({ cursor }).error?.issues.some(({ path }) => path[0] === "cursor");

  const lists = Object.entries<Route>(routes).flatMap(([name, route]) =>
    [id, "7"]
      .filter((last) => accepts(route, `1764230400000_${last}`) && !accepts(route, `time_${last}`))
      .map((last) => ({ name, last, route })),
  );

  test.each(lists)(
    "of %s ends before the year 10000, whose form PostgreSQL does not read",
    ({ last, route }) => {
      expect(accepts(route, `99999999999999_${last}`)).toBe(true);
      expect(accepts(route, `999999999999999_${last}`)).toBe(false);
    },
  );

  test("exists in the lists that a time sorts", () => {
    expect(lists.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["listConversations", "listPins", "listSaved"]),
    );
  });
});
