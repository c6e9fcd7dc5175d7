import { gemoji } from "gemoji";
import { isEmoji } from "../../../contract/emoji.ts";
import { consistsOf } from "../../../contract/formatting/emoji-in.ts";
import { parseMessage } from "../../../contract/formatting/parse.ts";
import { inlineText } from "../../../contract/formatting/plain-text.ts";
import type { Block, Inline } from "../../../contract/formatting/tree.ts";
import { searchForm } from "../../../contract/normal-forms.ts";

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

/** How a word of an emoji matches some letters. */
export type EmojiMatch = "is" | "begins" | "contains";

/** The names of emoji in the user's language. */
export interface OwnNames {
  /** Matches the names and keywords of an emoji with letters in their search form. */
  match: (emoji: string, letters: string) => EmojiMatch | undefined;
}

function englishMatch({ names, search }: NamedEmoji, letters: string): EmojiMatch | undefined {
  if (names.includes(letters)) return "is";
  if (names.some((name) => name.startsWith(letters))) return "begins";
  return search.includes(letters) ? "contains" : undefined;
}

/**
 * Returns the best matches for a query, in English and in the user's language. Words that are the query come first, and
 * then those that begin with it.
 */
export function findEmoji(query: string, limit: number, own?: OwnNames): NamedEmoji[] {
  const letters = query.toLowerCase();
  const ownLetters = searchForm(query);
  const found: Record<EmojiMatch, NamedEmoji[]> = { is: [], begins: [], contains: [] };
  for (const named of allEmoji) {
    const english = englishMatch(named, letters);
    const inOwn = own?.match(named.emoji, ownLetters);
    const best = inOwn === "contains" ? (english ?? inOwn) : (inOwn ?? english);
    if (best) found[best].push(named);
  }
  return [...found.is, ...found.begins, ...found.contains].slice(0, limit);
}

/** Code fences, closed or not, code spans, and the words between them. */
const codeOrWord = /(`{3,}|~{3,})[\s\S]*?(?:\1|$)|`[^`\n]*`|\S+/g;

const shortcode = /:[a-z0-9_+-]+:/g;
/** A shortcode, and a skin tone as other chats write it: `:wave::skin-tone-3:`. */
const tonedShortcode = /(:[a-z0-9_+-]+:)(?::skin-tone-([2-6]):)?/g;
const emojiOrShortcode = /:[a-z0-9_+\-]+:|\p{RGI_Emoji}/gv;

const knownIn = (text: string): string[] =>
  (text.match(shortcode) ?? []).filter((code) => byName.has(code.slice(1, -1)));

/** Returns the emoji that a shortcode and a skin tone name. What names none stays as typed. */
function spelled(codes: string, code: string, tone: string | undefined): string {
  const emoji = byName.get(code.slice(1, -1));
  if (emoji === undefined || tone === undefined) return emoji ?? codes;
  const [first = "", ...rest] = emoji.replace(/^(.)\ufe0f/u, "$1");
  const toned = [first, String.fromCodePoint(0x1f3f9 + Number(tone)), ...rest].join("");
  return /^\p{RGI_Emoji}$/v.test(toned) ? toned : emoji + codes.slice(code.length);
}

/** A part of a message that is code or a link, or neither. */
interface Part {
  text: string;
  isPlain: boolean;
}

const partsIn = (nodes: readonly Inline[]): Part[] =>
  nodes.flatMap((node): Part[] => {
    if (node.type === "link") {
      const label = inlineText(node.children);
      const address = node.address.endsWith(label) ? "" : node.address;
      return [label, address].map((text) => ({ text, isPlain: false }));
    }
    if ("children" in node) return partsIn(node.children);
    return [{ text: node.text, isPlain: node.type !== "code" }];
  });

const partsOf = (blocks: readonly Block[]): Part[] =>
  blocks.flatMap((block): Part[] => {
    if (block.type === "code") return [{ text: block.text, isPlain: false }];
    if (block.type === "quote") return partsOf(block.children);
    if (block.type === "list") return block.items.flatMap(({ children }) => partsOf(children));
    if (block.type === "table") return [block.header, ...block.rows].flat().flatMap(partsIn);
    return partsIn(block.children);
  });

/**
 * Replaces the known `:shortcodes:` in words that consist of emoji. Colons inside words, times, addresses and code are
 * not shortcodes.
 *
 * @example withEmoji("done :tada:, see std::cat::dog") // "done 🎉, see std::cat::dog"
 */
export function withEmoji(text: string): string {
  const known = knownIn(text);
  if (known.length === 0) return text;
  // The parser knows what code is. The parts contain the shortcodes in the order of the text.
  const found = partsOf(parseMessage(text)).flatMap((part) =>
    knownIn(part.text).map((code) => ({ code, isPlain: part.isPlain })),
  );
  if (found.map(({ code }) => code).join() !== known.join()) return text;
  let at = 0;
  return text.replace(codeOrWord, (word: string) => {
    const inWord = found.slice(at, at + knownIn(word).length);
    at += inWord.length;
    const stays = !inWord.every(({ isPlain }) => isPlain) || !consistsOf(word, emojiOrShortcode);
    return stays ? word : word.replace(tonedShortcode, spelled);
  });
}
