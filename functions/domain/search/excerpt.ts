import { plainLine } from "../../../contract/formatting/plain-text.ts";
import { graphemesOf, shortened } from "../../../contract/graphemes.ts";
import type { SearchHit } from "../../../contract/search.ts";

/** Characters of an excerpt, and of it before the first match. */
const length = 240;
const before = 60;

/** Matches the words of a query, the last one from its beginning. A query without words matches nothing. */
function patternOf(query: string): RegExp {
  const words = query.replace(/(?<!\S)-\S+/g, "").match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  const isPrefix = /[\p{L}\p{N}\p{M}]$/u.test(query);
  const alternatives = words.map((word, at) =>
    isPrefix && at === words.length - 1 ? word : `${word}(?![\\p{L}\\p{N}\\p{M}])`,
  );
  return new RegExp(`(?<![\\p{L}\\p{N}\\p{M}])(?:${alternatives.join("|") || "(?!)"})`, "giu");
}

/** Returns the part of a text from shortly before a position. */
function partFrom(text: string, position: number): string {
  if (position <= before) return shortened(text, length);
  // The first of these characters may be cut in half.
  const [, ...lead] = graphemesOf(text.slice(Math.max(0, position - 2 * before), position));
  return shortened(lead.slice(-before).join("") + text.slice(position), length);
}

/** Returns the part of a found message that matches, in pieces: the text that the message shows, without its markup. */
export function excerptOf(content: string, query: string): SearchHit["excerpt"] {
  const pattern = patternOf(query);
  const text = plainLine(content);
  const part = partFrom(text, Math.max(0, text.search(pattern)));
  const pieces: SearchHit["excerpt"] = [];
  let end = 0;
  for (const { 0: match, index } of part.matchAll(pattern)) {
    if (index > end) pieces.push({ text: part.slice(end, index), isMatch: false });
    pieces.push({ text: match, isMatch: true });
    end = index + match.length;
  }
  if (end < part.length) pieces.push({ text: part.slice(end), isMatch: false });
  return pieces;
}
