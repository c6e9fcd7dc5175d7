import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countCharacters, isStorableText, text } from "./text.ts";

const anyText = fc.string({ unit: "binary" });

describe("Text", () => {
  test("is counted in code points", () => {
    fc.assert(fc.property(anyText, (value) => countCharacters(value) === [...value].length));
    expect(countCharacters("🦉é")).toBe(2);
  });

  test("is accepted exactly if its length is within the limits and it can be stored", () => {
    fc.assert(
      fc.property(
        anyText,
        fc.integer({ min: 0, max: 10 }),
        fc.integer({ min: 0, max: 20 }),
        (value, min, extra) => {
          const length = countCharacters(value);
          const expected = length >= min && length <= min + extra && isStorableText(value);
          expect(text(min, min + extra).safeParse(value).success).toBe(expected);
        },
      ),
    );
  });

  test("is storable exactly if it survives UTF-8 and has no NUL", () => {
    fc.assert(
      fc.property(anyText, (value) => {
        const survives = new TextDecoder().decode(new TextEncoder().encode(value)) === value;
        expect(isStorableText(value)).toBe(survives && !value.includes("\u0000"));
      }),
    );
    for (const half of ["\ud83e", "\udd89", "a\ud83eb", "\udd89\ud83e"])
      expect(isStorableText(half)).toBe(false);
  });
});
