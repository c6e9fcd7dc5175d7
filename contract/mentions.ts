import { limits } from "./limits.ts";

/**
 * `@username`, where a word begins. A dot at the end belongs to the sentence: `@ada.` names `ada`. In code, it names
 * nobody.
 */
const mention = /(?<![\p{L}\p{N}_@./-])@([a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?)/giu;
const code = /```[\s\S]*?(?:```|$)|`[^`\n]*`/g;

/** Where a text mentions somebody: positions in UTF-16 units, the username in lower case. */
export interface Mention {
  start: number;
  end: number;
  username: string;
}

/** All mentions of a text, in their order, repeats included. Whether anybody has such a name, it does not know. */
export function mentionsIn(text: string): Mention[] {
  // What is code keeps its length, so that positions stay.
  const prose = text.replace(code, (match) => " ".repeat(match.length));
  return [...prose.matchAll(mention)].flatMap((match) => {
    const username = match[1] ?? "";
    const { min, max } = limits.username;
    if (username.length < min || username.length > max) return [];
    return [{ start: match.index, end: match.index + match[0].length, username: username.toLowerCase() }];
  });
}

/** The usernames that a text mentions, each once; no more than `limits.mentions`. */
export function mentionedUsernames(text: string): string[] {
  return [...new Set(mentionsIn(text).map(({ username }) => username))].slice(0, limits.mentions);
}
