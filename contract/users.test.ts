import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { limits } from "./limits.ts";
import { FullName, Username } from "./users.ts";

const allowed = [..."abcxyzABCXYZ0189_.-"];
const { min, max } = limits.username;
const accepts = (value: string) => Username.safeParse(value).success;

describe("A username", () => {
  test("of allowed characters is accepted exactly within its limits, and stored in lower case", () => {
    const names = fc.string({ unit: fc.constantFrom(...allowed), minLength: min - 2, maxLength: max + 2 });
    fc.assert(
      fc.property(names, (name) => {
        const { success, data } = Username.safeParse(name);
        expect(success).toBe(name.length >= min && name.length <= max);
        if (success) expect(data).toBe(name.toLowerCase());
      }),
    );
  });

  test("is accepted at both limits and refused one beyond", () => {
    expect([min - 1, min, max, max + 1].map((length) => accepts("a".repeat(length)))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  test("with any other character is refused, letters of other scripts included", () => {
    const others = fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 });
    fc.assert(
      fc.property(others, (character) => {
        expect(accepts(`ada${character}`)).toBe(allowed.includes(character) || /^[a-z0-9]$/i.test(character));
      }),
    );
    // The Kelvin sign becomes an ordinary k in lower case, so the check must precede the conversion.
    for (const name of ["ad\u212a", "аda", "ad a", "ada\n", "@ada"]) expect(accepts(name)).toBe(false);
  });
});

test("A name counts its characters, not its UTF-16 units", () => {
  expect(FullName.safeParse("🦉".repeat(limits.fullName.max)).success).toBe(true);
  expect(FullName.safeParse("🦉".repeat(limits.fullName.max + 1)).success).toBe(false);
  expect(FullName.safeParse("").success).toBe(false);
});
