import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { graphemesOf, shortened } from "./graphemes.ts";
import { countCharacters, isStorableText } from "./text.ts";

describe("A shortened text", () => {
  test.each([
    ["short", 5, "short"],
    ["longer", 5, "longe"],
    ["👩‍👩‍👧👩‍👩‍👧", 10, "👩‍👩‍👧👩‍👩‍👧"],
    ["🇩🇪🇫🇷", 3, "🇩🇪"],
    ["a👩‍👩‍👧", 4, "a"],
    ["e\u0301e\u0301", 3, "e\u0301"],
  ])("never cuts a visible character: %j to %i", (text, max, expected) => {
    expect(shortened(text, max)).toBe(expected);
  });

  test("is a beginning of whole characters within the limit, for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.nat(20), (text, max) => {
        const short = shortened(text, max);
        expect(countCharacters(short)).toBeLessThanOrEqual(max);
        expect(isStorableText(short)).toBe(true);
        expect(graphemesOf(text).slice(0, graphemesOf(short).length).join("")).toBe(short);
      }),
    );
  });
});
