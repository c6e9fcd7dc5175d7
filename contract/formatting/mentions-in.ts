import { limits } from "../limits.ts";
import { characterAt, characterBefore, continuesWord } from "./characters.ts";
import type { MentionNode, TextNode } from "./tree.ts";

/** Dots and hyphens at the end of a mention may belong to the username or to the sentence. */
const typed = /@([a-z0-9_.-]+)/gi;

/**
 * The maximum number of dots and hyphens at a mention's end that may belong to the username. Limits the usernames that
 * the server looks up.
 */
const longestEnding = 3;

/** Lists the usernames that a typed name may mean, longest first. */
function namesOf(name: string): string[] {
  let stem = name.length;
  while (stem > 0 && (name[stem - 1] === "." || name[stem - 1] === "-")) stem--;
  const names: string[] = [];
  for (let length = Math.min(name.length, stem + longestEnding); length >= stem; length--)
    if (length >= limits.username.min && length <= limits.username.max) names.push(name.slice(0, length));
  return names;
}

/**
 * Splits text without other markup at its mentions: `@username` at the beginning of a word.
 *
 * @param isAfterFormat  the text follows the beginning of a format, so that `_@ada_` mentions `ada`
 */
export function splitAtMentions(text: string, isAfterFormat: boolean): (TextNode | MentionNode)[] {
  if (!text.includes("@")) return [{ type: "text", text }];
  const nodes: (TextNode | MentionNode)[] = [];
  let end = 0;
  for (const { 0: found, 1: name = "", index } of text.matchAll(typed)) {
    const before = characterBefore(text, index);
    if (continuesWord(before) || (/[_@./-]/.test(before) && !(isAfterFormat && index === 0))) continue;
    if (continuesWord(characterAt(text, index + found.length))) continue;
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
