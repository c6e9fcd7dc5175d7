import { characterAt, characterBefore, continuesWord, isUnspaced } from "./characters.ts";
import { emojiNameAt } from "./emoji-in.ts";
import type { FormatNode } from "./tree.ts";

/** The marks of each format, outermost first. A mark with more or fewer characters is text. */
export const formats: Readonly<Record<string, readonly FormatNode["type"][]>> = {
  "*": ["emphasis"],
  _: ["emphasis"],
  "**": ["strong"],
  "***": ["strong", "emphasis"],
  "~~": ["strike"],
};

/** Marks that stand beside each other in a text, such as the end of `**_both_**`. */
export interface Marks {
  text: string;
  start: number;
  end: number;
}

/**
 * Whether one of the marks is doubled. Such marks rarely mean anything but a format. A single `*` or `_` also occurs in
 * names of files, in formulas and in faces.
 */
const areClear = ({ text, start, end }: Marks): boolean => /\*\*|~~/.test(text.slice(start, end));

/**
 * Signs that belong to no word: punctuation and symbols of all scripts, and invisible characters. Some are the end of an
 * emoji. Those of ASCII also have a meaning in code.
 */
const sign = /(?![\0-\x7f])[\p{P}\p{S}\p{Cf}]|\ufe0f|\u20e3/u;
/** Characters that may stand before a format, besides white space: signs, opening punctuation and quotation marks. */
const beforeOpening = /[\p{Ps}"'*_~]/u;
/** Characters that cannot begin a format: punctuation of the word before it, or of code. */
const notFirst = /[\s\p{Pe}.,;:!?/\\|=%&+*_~]/u;
const notFirstBehindClear = /[\s\p{Pe},;\\|*_~]/u;
/** Characters that cannot end a format. German quotations begin with the low quotation marks. */
const notLast = /[\s\p{Ps}/\\]/u;
/** The punctuation that may follow a format within its sentence. */
const behindClosing = /(?:[)\]}.,;:!?"']|(?![\0-\x7f])[\p{Pe}\p{Pf}\p{Pi}\p{Po}]){0,8}/uy;
/** A sign of a quantity, the `'s` of a name, or a sign that joins a further format: `_a_/_b_`. */
const joinedEnd = /%|['’]\p{L}|[/+=&|:-][*_~]+[\p{L}\p{N}]/uy;
const joinedBeginning = /[*_~][/+=&|:-]/uy;

/** Whether a format may always touch a character on its outside. */
const mayTouch = (character: string) => /^\s?$/.test(character) || isUnspaced(character);

const matchesAt = (pattern: RegExp, text: string, at: number): boolean => {
  pattern.lastIndex = at;
  return pattern.test(text);
};

/** Whether marks can begin a format: they stand before a word, and `2*3*4` and `¯\\_(ツ)_/¯` stay as they are. */
export function canOpen(marks: Marks): boolean {
  const { text, start, end } = marks;
  const isClear = areClear(marks);
  const before = characterBefore(text, start);
  const first = characterAt(text, end);
  if (first === "") return false;
  const isNotFirst = (isClear ? notFirstBehindClear : notFirst).test(first);
  if (isNotFirst && emojiNameAt(text, end) === undefined) return false;
  if (mayTouch(before)) return true;
  // Punctuation on both sides is more likely a face, such as `'_'`.
  if (!(isClear ? /[\p{L}\p{N}@$]|[^\0-\x7f]/u : /[\p{L}\p{N}@]/u).test(first)) return false;
  return (
    sign.test(before) ||
    beforeOpening.test(before) ||
    (isClear && !continuesWord(before) && before !== "\\") ||
    matchesAt(joinedBeginning, text, start - 2)
  );
}

/**
 * Whether marks can end a format: they stand behind a word, and no further word is joined to them.
 *
 * @param isBehindLink  whether the text before the marks is an address, which may end with a slash
 */
export function canClose(marks: Marks, isBehindLink: boolean): boolean {
  const { text, start, end } = marks;
  const last = characterBefore(text, start);
  if (last === "" || (notLast.test(last) && !(last === "/" && isBehindLink))) return false;
  if (text[end] === "]" || matchesAt(joinedEnd, text, end)) return true;
  const next = characterAt(text, end);
  if (areClear(marks) && /[\p{L}\p{N}\p{M}`]/u.test(last) && !continuesWord(next) && next !== "\\")
    return true;
  behindClosing.lastIndex = end;
  behindClosing.test(text);
  const after = characterAt(text, behindClosing.lastIndex);
  return mayTouch(after) || sign.test(after) || /[*_~]/.test(after);
}
