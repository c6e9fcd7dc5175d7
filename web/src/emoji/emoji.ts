import { gemoji } from "gemoji";
import { isEmoji } from "../../../contract/emoji.ts";

/** An emoji with its names, as `:name:` has them. */
export interface NamedEmoji {
  emoji: string;
  names: readonly string[];
  description: string;
  category: string;
  /** Everything it may be found by, in lower case. */
  search: string;
}

/** All emoji that messages may have as reactions. */
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

/** The best finds for some letters: names that begin with them first. */
export function findEmoji(query: string, limit: number): NamedEmoji[] {
  const letters = query.toLowerCase();
  const isBetter = ({ names }: NamedEmoji) => names.some((name) => name.startsWith(letters));
  const found = allEmoji.filter(({ search }) => search.includes(letters));
  return [...found.filter(isBetter), ...found.filter((emoji) => !isBetter(emoji))].slice(0, limit);
}

/** A text with each `:shortcode:` that names an emoji replaced by it, but for what is code. */
export const withEmoji = (text: string): string =>
  text.replace(/```[\s\S]*?(?:```|$)|`[^`\n]*`|:([a-z0-9_+-]+):/g, (match, name: string | undefined) =>
    name === undefined ? match : (byName.get(name) ?? match),
  );

const recentKey = "chatflow.emoji";
const startingWith = ["👍", "❤️", "😂", "🎉", "😮", "😢", "🙏", "👀"];

/** What one picked last, the latest first; what most people pick, before one has. */
export function recentEmoji(): string[] {
  const stored = (localStorage.getItem(recentKey) ?? "").split(" ").filter(isEmoji);
  return [...new Set([...stored, ...startingWith])].slice(0, 16);
}

export const rememberEmoji = (emoji: string): void =>
  localStorage.setItem(recentKey, [emoji, ...recentEmoji().filter((other) => other !== emoji)].join(" "));
