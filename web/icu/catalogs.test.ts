import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { entriesOf, readCatalog, withFallback } from "./catalog.ts";
import { compileCatalog } from "./compile.ts";
import { placeholdersOf } from "./placeholders.ts";
import { catalogsFolder, textsTypes, typesFile } from "./texts-types.ts";

const files = readdirSync(join(catalogsFolder, "en")).sort();
const languages = readdirSync(catalogsFolder);

const messagesIn = (language: string, file: string) =>
  new Map(entriesOf(readCatalog(join(catalogsFolder, language, file))));

test("A text that is not translated yet is in English", () => {
  const english = { group: { title: "Title", text: "Text" }, list: { title: "List" } };
  const german = { group: { text: "Text auf Deutsch" } };
  expect(withFallback(german, english)).toEqual({
    group: { title: "Title", text: "Text auf Deutsch" },
    list: { title: "List" },
  });
});

test("The types of the texts fit the English catalogs. Run `npm run texts` after a change", () => {
  expect(readFileSync(typesFile, "utf8")).toBe(textsTypes());
});

describe.each(languages)("The catalogs in the language %s", (language) => {
  test("are complete", () => {
    expect(readdirSync(join(catalogsFolder, language)).sort()).toEqual(files);
    for (const file of files) {
      const keys = (tag: string) => [...messagesIn(tag, file).keys()].sort();
      expect(keys(language), basename(file)).toEqual(keys("en"));
    }
  });

  test("have the placeholders of the English ones", () => {
    for (const file of files) {
      const english = messagesIn("en", file);
      for (const [key, message] of messagesIn(language, file)) {
        const typesOf = (text: string) => [...placeholdersOf(text).types].sort();
        expect.soft(typesOf(message), `${file} ${key}`).toEqual(typesOf(english.get(key) ?? ""));
      }
    }
  });

  test("have every plural form of the language", () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories.sort();
    for (const file of files) {
      for (const [key, message] of messagesIn(language, file)) {
        for (const { name, categories } of placeholdersOf(message).plurals)
          expect.soft([...categories].sort(), `${file} ${key} ${name}`).toEqual(forms);
      }
    }
  });

  test("can be compiled", () => {
    for (const file of files) {
      const code = compileCatalog(language, readCatalog(join(catalogsFolder, language, file)));
      expect(code).toContain("export default");
    }
  });
});
