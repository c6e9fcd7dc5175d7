/** What is being typed before the caret and can be completed: `@ad`, `:smi`. */
export interface TypedToken {
  kind: "mention" | "emoji";
  /** Position of its mark, in UTF-16 units. */
  start: number;
  letters: string;
}

/** The token that ends at the caret, if there is one. Two letters make an emoji; a mention begins with its mark. */
export function tokenBefore(text: string, caret: number): TypedToken | undefined {
  const match = /(?:^|[\s(])([@:])([\p{L}\p{N}_.+-]*)$/u.exec(text.slice(0, caret));
  if (!match) return undefined;
  const [, mark, letters = ""] = match;
  if (mark === ":" && letters.length < 2) return undefined;
  return { kind: mark === "@" ? "mention" : "emoji", start: caret - letters.length - 1, letters };
}

/** A text with what is between two positions replaced, and a space after it; the caret stands behind that. */
export function insertAt(text: string, start: number, end: number, replacement: string) {
  const after = text.slice(end);
  const space = after.startsWith(" ") ? "" : " ";
  return {
    text: text.slice(0, start) + replacement + space + after,
    caret: start + replacement.length + 1,
  };
}

type EmojiModule = typeof import("../emoji/emoji.ts");
let emoji: EmojiModule | undefined;

/** Fetches the list of emoji, since somebody may be about to name one. */
export async function loadEmoji(): Promise<EmojiModule> {
  emoji ??= await import("../emoji/emoji.ts");
  return emoji;
}

/** The list of emoji, if it is here: what is sent does not wait for it. */
export const loadedEmoji = (): EmojiModule | undefined => emoji;
