/** An unfinished word before the caret that has suggestions, such as `@ad` or `:smi`. */
export interface TypedToken {
  kind: "mention" | "emoji" | "command";
  /** Position of the `@`, `:` or `/`, in UTF-16 code units. */
  start: number;
  letters: string;
}

/**
 * Returns the token that ends at the caret. An emoji needs two letters, while a mention only needs its `@`. Commands are at
 * the start of a new message.
 */
export function tokenBefore(
  text: string,
  caret: number,
  { hasCommands }: { hasCommands: boolean },
): TypedToken | undefined {
  const [, name] = /^\/(\p{L}*)$/u.exec(hasCommands ? text.slice(0, caret) : "") ?? [];
  if (name !== undefined) return { kind: "command", start: 0, letters: name };
  const match = /(?:^|[\s(])([@:])([\p{L}\p{N}_.+-]*)$/u.exec(text.slice(0, caret));
  if (!match) return undefined;
  const [, mark, letters = ""] = match;
  if (mark === ":" && letters.length < 2) return undefined;
  return { kind: mark === "@" ? "mention" : "emoji", start: caret - letters.length - 1, letters };
}

type EmojiModule = typeof import("../emoji/emoji.ts");
let emoji: EmojiModule | undefined;

/** Loads the list of emoji. The composer calls it when the user types a colon. */
export async function loadEmoji(): Promise<EmojiModule> {
  emoji ??= await import("../emoji/emoji.ts");
  return emoji;
}

/** The list of emoji if it has loaded. Sending a message does not wait for it. */
export const loadedEmoji = (): EmojiModule | undefined => emoji;
