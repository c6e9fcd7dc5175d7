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

/** Replaces each known `:shortcode:` in a text with its emoji. Leaves code unchanged. */
export const withEmoji = (text: string): string =>
  text.replace(/```[\s\S]*?(?:```|$)|`[^`\n]*`|:([a-z0-9_+-]+):/g, (match, name: string | undefined) =>
    name === undefined ? match : (byName.get(name) ?? match),
  );
