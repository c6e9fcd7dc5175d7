import { describe, expect, test } from "vitest";
import { languages } from "../i18n/catalogs.ts";
import { findEmoji } from "./emoji.ts";
import { loadEmojiNames } from "./emoji-names.ts";

const find = async (query: string, language: string) =>
  findEmoji(query, 20, await loadEmojiNames(language)).map(({ emoji }) => emoji);

describe("The search for emoji", () => {
  test.each([
    ["de", "herz", "❤️"],
    ["de", "Daumen hoch", "👍"],
    ["de", "frohlich", "😀"],
    ["de", "Österreich", "🇦🇹"],
    ["fr", "fête", "🎉"],
    ["pl", "kciuk", "👍"],
    ["ar", "قلب", "❤️"],
  ])("finds them by words in the language %s: %s", async (language, query, emoji) => {
    expect(await find(query, language)).toContain(emoji);
  });

  test("finds English shortcodes in each language, and only English ones in English", async () => {
    for (const language of languages) expect(await find("tada", language), language).toContain("🎉");
    expect(await find("herz", "en")).not.toContain("❤️");
  });

  test("has the names of each language except English", async () => {
    for (const language of languages)
      expect((await loadEmojiNames(language)) !== undefined, language).toBe(language !== "en");
  });
});
