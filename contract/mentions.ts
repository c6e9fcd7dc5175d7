import { limits } from "./limits.ts";

/**
 * `@username` at the beginning of a word. A dot at the end belongs to the sentence: `@ada.` mentions `ada`. Code
 * mentions no user.
 */
const mention = /(?<![\p{L}\p{N}_@./-])@([a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?)/giu;
const code = /```[\s\S]*?(?:```|$)|`[^`\n]*`/g;

/** A mention in a text, with positions in UTF-16 units and the username in lower case. */
export interface Mention {
  start: number;
  end: number;
  username: string;
}

/** Finds all mentions in a text, in order and with repetitions. A user with the name need not exist. */
export function mentionsIn(text: string): Mention[] {
  // Spaces replace code, so that positions stay the same.
  const prose = text.replace(code, (match) => " ".repeat(match.length));
  return [...prose.matchAll(mention)].flatMap((match) => {
    const username = match[1] ?? "";
    const { min, max } = limits.username;
    if (username.length < min || username.length > max) return [];
    return [{ start: match.index, end: match.index + match[0].length, username: username.toLowerCase() }];
  });
}

/** Lists the distinct usernames that a text mentions, up to `limits.mentions`. */
export function mentionedUsernames(text: string): string[] {
  return [...new Set(mentionsIn(text).map(({ username }) => username))].slice(0, limits.mentions);
}
