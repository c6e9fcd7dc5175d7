import { characterAt, characterBefore, isUnspaced } from "./characters.ts";
import type { FormatNode } from "./tree.ts";

/** The marks of each format, outermost first. A mark with more or fewer characters is text. */
export const formats: Readonly<Record<string, readonly FormatNode["type"][]>> = {
  "*": ["emphasis"],
  _: ["emphasis"],
  "**": ["strong"],
  "***": ["strong", "emphasis"],
  "~~": ["strike"],
};

/**
 * Characters that may stand before a format, besides white space: opening punctuation, long dashes, quotation marks and
 * emoji.
 */
const beforeOpening = /[\p{Ps}\p{Pi}–—"'*_~\p{Extended_Pictographic}]/u;
/** Characters that cannot begin a format: punctuation of the word before it, or of code. */
const notFirst = /[\s\p{Pe}\p{Pf}.,;:!?/\\|=%&+*_~]/u;
const notLast = /[\s\p{Ps}\p{Pi}/\\]/u;
/** The punctuation that may follow a format within its sentence. */
const behindClosing = /[\p{Pe}\p{Pf}.,;:!?"'…]{0,8}/uy;
const cjkPunctuation = /[\u3000-\u303f\uff00-\uff65]/;

/** Whether a format may always touch a character on its outside. */
const mayTouch = (character: string) =>
  /^\s?$/.test(character) || isUnspaced(character) || cjkPunctuation.test(character);

/**
 * Whether a mark can begin a format: it stands before a word, and `2*3*4` and `¯\\_(ツ)_/¯` stay as they are.
 *
 * @param start  the position of the mark
 * @param marksEnd  the end of the mark and of all that follow it directly
 */
export function canOpen(text: string, start: number, marksEnd: number): boolean {
  const before = characterBefore(text, start);
  const first = characterAt(text, marksEnd);
  if (first === "" || notFirst.test(first)) return false;
  // Punctuation on both sides is more likely a face, such as `'_'`.
  return mayTouch(before) || (beforeOpening.test(before) && /[\p{L}\p{N}@]/u.test(first));
}

/** Whether a mark can end a format: it stands behind a word, and no further word is joined to it. */
export function canClose(text: string, start: number, end: number): boolean {
  const last = characterBefore(text, start);
  if (last === "" || notLast.test(last)) return false;
  if (text[end] === "]") return true;
  behindClosing.lastIndex = end;
  behindClosing.test(text);
  const after = characterAt(text, behindClosing.lastIndex);
  return mayTouch(after) || /[–—*_~\p{Extended_Pictographic}]/u.test(after);
}
