import { wouldMention } from "../../../contract/mentions.ts";
import { standsAlone } from "../channel-names/channel-sign.ts";

/** An unfinished word before the caret that has suggestions, such as `@ad`, `#des` or `:smi`. */
export interface TypedToken {
  kind: "mention" | "channel" | "emoji" | "command";
  /** Position of the `@`, `#`, `:` or `/`, in UTF-16 code units. */
  start: number;
  letters: string;
}

/**
 * Returns the token that ends at the caret. An emoji needs two letters. A mention only needs its `@`, and a channel its
 * `#`, at a place where a message may contain a mention. Commands are at the start of a new message.
 */
export function tokenBefore(
  text: string,
  caret: number,
  { hasCommands }: { hasCommands: boolean },
): TypedToken | undefined {
  const [, name] = /^\/(\p{L}*)$/u.exec(hasCommands ? text.slice(0, caret) : "") ?? [];
  if (name !== undefined) return { kind: "command", start: 0, letters: name };
  return namedBefore(text, caret) ?? emojiBefore(text, caret);
}

function namedBefore(text: string, caret: number): TypedToken | undefined {
  const [, sign, letters] = /([@＠#])([\p{L}\p{N}\p{M}_.-]*)$/u.exec(text.slice(0, caret)) ?? [];
  if (letters === undefined) return undefined;
  const start = caret - letters.length - 1;
  if (sign === "#" && !standsAlone(text, start)) return undefined;
  return wouldMention(text.slice(0, start), text.slice(caret))
    ? { kind: sign === "#" ? "channel" : "mention", start, letters }
    : undefined;
}

/** A colon at the beginning of a word, behind marks of emphasis, other emoji, or punctuation that is not in ASCII. */
const typedEmoji =
  /(?:(?:^|[\s(])[*_~]*|(?![\0-\x7f])[\p{P}\p{S}\p{Cf}]|\ufe0f|\u20e3):([\p{L}\p{N}_.+-]{2,})$/u;

function emojiBefore(text: string, caret: number): TypedToken | undefined {
  const [, letters] = typedEmoji.exec(text.slice(0, caret)) ?? [];
  return letters === undefined ? undefined : { kind: "emoji", start: caret - letters.length - 1, letters };
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
