import { firstMatch, matchesOf } from "../../../contract/finding/matches.ts";
import { lineOf, plainText } from "../../../contract/formatting/plain-text.ts";
import { graphemesOf, shortened } from "../../../contract/graphemes.ts";
import type { SearchHit } from "../../../contract/search.ts";

/** Characters of an excerpt, and its characters before the first match. */
const length = 240;
const before = 60;

/** Returns the part of a text from shortly before a position. */
function partFrom(text: string, position: number): string {
  if (position <= before) return shortened(text, length);
  // The first of these characters may be cut in half.
  const [, ...lead] = graphemesOf(text.slice(Math.max(0, position - 2 * before), position));
  return shortened(lead.slice(-before).join("") + text.slice(position), length);
}

/** Returns the part of a found message that matches, in pieces: the text that the message shows, without its markup. */
export function excerptOf(content: string, query: string): SearchHit["excerpt"] {
  const text = lineOf(plainText(content));
  const part = partFrom(text, firstMatch(text, query) ?? 0);
  const pieces: SearchHit["excerpt"] = [];
  let done = 0;
  for (const { start, end } of matchesOf(part, query)) {
    if (start > done) pieces.push({ text: part.slice(done, start), isMatch: false });
    pieces.push({ text: part.slice(start, end), isMatch: true });
    done = end;
  }
  if (done < part.length) pieces.push({ text: part.slice(done), isMatch: false });
  return pieces;
}
