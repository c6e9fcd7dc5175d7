import { limits } from "../limits.ts";
import { characterAt, characterBefore } from "./characters.ts";
import type { MentionNode, TextNode } from "./tree.ts";

/**
 * The signs that begin a mention. Japanese keyboards type the full-width one. Dots and hyphens at the end of a mention
 * may belong to the username or to the sentence.
 */
const typed = /[@＠]([a-z0-9_.-]+)/gi;

/** Whether a text may contain mentions. Most texts contain none, and need no parsing. */
export const hasMentionSign = (text: string): boolean => /[@＠]/.test(text);

/**
 * Whether a character beside a username would belong to the same word. Usernames are Latin, so letters of other scripts
 * begin or end a word, as in `@adaさん` or an Arabic prefix.
 */
const continuesUsername = (character: string): boolean =>
  /(?![\ufe00-\ufe0f\u20e3])[\p{N}\p{M}\p{Script=Latin}]/u.test(character);

/**
 * Dots that end a sentence, hyphens that begin a line or a signature, and the abbreviations `w/` and `cc/`. None of them
 * occurs in an address.
 */
const sentenceMarks = /\.\.$|(?:^|\s)-{1,7}$|(?:^|[\s(])(?:w|cc)\/$/i;

/**
 * Whether a mention may begin at a position: not within a word, an address or a path. Underscores before it are marks of
 * a format.
 */
export function mayBeginMention(text: string, at: number): boolean {
  let start = at;
  while (text[start - 1] === "_") start--;
  const before = characterBefore(text, start);
  if (sentenceMarks.test(text.slice(Math.max(0, start - 8), start))) return true;
  return !continuesUsername(before) && !/[@＠./-]/.test(before);
}

/** Lists the usernames that a typed name may mean, longest first. */
function namesOf(name: string): string[] {
  let stem = name.length;
  while (name[stem - 1] === "." || name[stem - 1] === "-") stem--;
  const names: string[] = [];
  for (let length = Math.min(name.length, limits.username.max); length >= stem; length--)
    if (length >= limits.username.min) names.push(name.slice(0, length));
  return names;
}

/**
 * Splits text without other markup at its mentions: `@username` at the beginning of a word, or after another mention and
 * a slash, dot or hyphen.
 */
export function splitAtMentions(text: string): (TextNode | MentionNode)[] {
  if (!hasMentionSign(text)) return [{ type: "text", text }];
  const nodes: (TextNode | MentionNode)[] = [];
  let end = 0;
  for (const { 0: found, 1: name = "", index } of text.matchAll(typed)) {
    // The last mention may contain some of the marks behind its name.
    const followsMention = /^.?[./-]+$/.test(text.slice(end - 1, index));
    if (
      !(followsMention || mayBeginMention(text, index)) ||
      continuesUsername(characterAt(text, index + found.length))
    )
      continue;
    const names = namesOf(name.toLowerCase());
    const [longest] = names;
    if (longest === undefined) continue;
    const mention = text.slice(index, index + 1 + longest.length);
    if (index > end) nodes.push({ type: "text", text: text.slice(end, index) });
    nodes.push({ type: "mention", text: mention, names });
    end = index + mention.length;
  }
  if (end < text.length) nodes.push({ type: "text", text: text.slice(end) });
  return nodes;
}
