import { expect, test } from "vitest";
import { Language, storedLanguage } from "./languages.ts";

test("A stored language is the user's own, or English if there is none or this release does not know it", () => {
  expect(Language.options.map(storedLanguage)).toEqual(["en", "de", "fr", "pl", "ar"]);
  expect([null, "", "eo"].map(storedLanguage)).toEqual(["en", "en", "en"]);
});
