import { searchForm } from "../../../contract/normal-forms.ts";
import { allEmoji, type EmojiMatch, type OwnNames } from "./emoji.ts";

/** The names and keywords of emoji by emoji, with `|` between them. The name comes first. */
type Words = Readonly<Record<string, string>>;

const loaders = import.meta.glob<Words>("./names/*.json", { import: "default" });

/** Two regional indicators, which are the flag of a country or region. */
const flag = /^[\u{1f1e6}-\u{1f1ff}]{2}$/u;

function regionOf(emoji: string): string | undefined {
  if (!flag.test(emoji)) return undefined;
  return [...emoji]
    .map((letter) => String.fromCharCode((letter.codePointAt(0) ?? 0) - 0x1f1e6 + 65))
    .join("");
}

/** The names and keywords of emoji in one language, which is not English. */
export class EmojiNames implements OwnNames {
  readonly #names = new Map<string, string>();
  readonly #searched = new Map<string, readonly string[]>();

  constructor(language: string, words: Words) {
    const regions = new Intl.DisplayNames(language, { type: "region", fallback: "none" });
    for (const { emoji } of allEmoji) {
      const region = regionOf(emoji);
      const listed =
        words[emoji]?.split("|") ?? [region && regions.of(region)].filter((name) => name !== undefined);
      const [name] = listed;
      if (name === undefined) continue;
      this.#names.set(emoji, name);
      this.#searched.set(emoji, listed.map(searchForm));
    }
  }

  /** Returns the name of an emoji, unless only its English one is known. */
  nameOf(emoji: string): string | undefined {
    return this.#names.get(emoji);
  }

  match(emoji: string, letters: string): EmojiMatch | undefined {
    const words = this.#searched.get(emoji) ?? [];
    if (words.includes(letters)) return "is";
    if (words.some((word) => word.startsWith(letters))) return "begins";
    return words.some((word) => word.includes(letters)) ? "contains" : undefined;
  }
}

const loading = new Map<string, Promise<EmojiNames | undefined>>();

/** Loads the names of emoji in a language once. A language without names has the English ones alone. */
export function loadEmojiNames(language: string): Promise<EmojiNames | undefined> {
  const known = loading.get(language);
  if (known) return known;
  const names = Promise.resolve(loaders[`./names/${language}.json`]?.()).then(
    (words) => words && new EmojiNames(language, words),
  );
  loading.set(language, names);
  return names;
}
