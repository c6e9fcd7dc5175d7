import { expect, test } from "vitest";
import { preferredLanguage } from "./preferred-language.ts";

test.each([
  [undefined, "en"],
  ["", "en"],
  ["de", "de"],
  ["de-AT,de;q=0.9,en;q=0.8", "de"],
  ["fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5", "fr"],
  ["it-CH, it;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5", "en"],
  ["en;q=0.2, DE;q=0.7", "de"],
  ["de;q=0, it", "en"],
  [";;,=,q", "en"],
  ["de;q=0.5;x=1", "de"],
  ["*", "en"],
])("preferredLanguage selects from the header %j the language %s", (header, language) =>
  expect(preferredLanguage(header)).toBe(language),
);
