import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileCatalog } from "./compile.ts";

/** Escapes the characters of ICU's syntax. */
const escaped = (text: string) => text.replace(/'/g, "''").replace(/[{}]+/g, "'$&'");

/** Returns the texts of a catalog that has no placeholders. */
const textsOf = (code: string): unknown => JSON.parse(/export default (.*);\n$/s.exec(code)?.[1] ?? "");

describe("A compiled catalog", () => {
  test("holds plain texts as they are, with any characters", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(textsOf(compileCatalog("en", { group: { text: escaped(text) } }))).toEqual({
          group: { text },
        });
      }),
      { numRuns: 30 },
    );
  });

  test("refuses a plural form that the language does not have", () => {
    expect(() => compileCatalog("en", { files: "{count, plural, few {# files} other {# files}}" })).toThrow(
      "few",
    );
  });

  test("refuses a message that is not closed", () => {
    expect(() => compileCatalog("en", { hello: "Hello {name" })).toThrow();
  });
});
