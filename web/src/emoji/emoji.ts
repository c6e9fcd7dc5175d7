import { gemoji } from "gemoji";
import { isEmoji } from "../../../contract/emoji.ts";

/** An emoji with its shortcodes, without the colons of `:name:`. */
export interface NamedEmoji {
  emoji: string;
  names: readonly string[];
  description: string;
  category: string;
  /** The searchable text, in lower case. */
  search: string;
}

/** All emoji that the server accepts as reactions. */
export const allEmoji: readonly NamedEmoji[] = gemoji
  .filter(({ emoji }) => isEmoji(emoji))
  .map(({ emoji, names, tags, description, category }) => ({
    emoji,
    names,
    description,
    category,
    search: [...names, ...tags, description].join(" ").toLowerCase(),
  }));

const byName = new Map(allEmoji.flatMap(({ emoji, names }) => names.map((name) => [name, emoji] as const)));

/** Returns the best matches for a query. Names that start with it come first. */
export function findEmoji(query: string, limit: number): NamedEmoji[] {
  const letters = query.toLowerCase();
  const isBetter = ({ names }: NamedEmoji) => names.some((name) => name.startsWith(letters));
  const found = allEmoji.filter(({ search }) => search.includes(letters));
  return [...found.filter(isBetter), ...found.filter((emoji) => !isBetter(emoji))].slice(0, limit);
}

/** Code fences and code spans, which stay as typed, and the words between them. */
const codeOrWord = /(`{3,}|~{3,})[\s\S]*?(?:\1|$)|`[^`\n]*`|\S+/g;

/** A word of shortcodes alone, within the marks of emphasis or parentheses, and before punctuation. */
const shortcodes = /^([(*_~]*)((?::[a-z0-9_+-]+:)+)([)*_~.,!?;…]*)$/;

/**
 * Replaces each word that consists of known `:shortcodes:` with their emoji. Colons inside words, times, addresses and
 * code are not shortcodes.
 *
 * @example withEmoji("done :tada:, see std::cat::dog") // "done 🎉, see std::cat::dog"
 */
export const withEmoji = (text: string): string =>
  text.replace(codeOrWord, (word: string) => {
    const [, before = "", codes = "", after = ""] = shortcodes.exec(word) ?? [];
    const emoji = codes.split(":").flatMap((name) => (name === "" ? [] : [byName.get(name)]));
    return codes === "" || emoji.includes(undefined) ? word : before + emoji.join("") + after;
  });
