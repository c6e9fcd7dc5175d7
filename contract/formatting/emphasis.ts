import { characterAt, characterBefore, continuesWord, isUnspaced } from "./characters.ts";
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
  /**
   * Whether one of the marks is doubled. Such marks rarely mean anything but a format. A single `*` or `_` also occurs in
   * names of files, in formulas and in faces.
   */
  areClear: boolean;
}

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
const joinedEnd = /^(?:%|['’]\p{L}|[/+=&|:-][*_~]+[\p{L}\p{N}])/u;
const joinedBeginning = /[*_~][/+=&|:-]$/;

/** The name of an emoji begins with a sign that otherwise begins no format. */
const emojiName = /^:[a-z0-9_+-]{2,32}:/;

/** Whether a format may always touch a character on its outside. */
const mayTouch = (character: string) => /^\s?$/.test(character) || isUnspaced(character);

/** Whether marks can begin a format: they stand before a word, and `2*3*4` and `¯\\_(ツ)_/¯` stay as they are. */
export function canOpen({ text, start, end, areClear }: Marks): boolean {
  const before = characterBefore(text, start);
  const first = characterAt(text, end);
  const isNotFirst = (areClear ? notFirstBehindClear : notFirst).test(first);
  if (first === "" || (isNotFirst && !emojiName.test(text.slice(end, end + 34)))) return false;
  if (mayTouch(before)) return true;
  // Punctuation on both sides is more likely a face, such as `'_'`.
  if (!(areClear ? /[\p{L}\p{N}@$]|[^\0-\x7f]/u : /[\p{L}\p{N}@]/u).test(first)) return false;
  return (
    sign.test(before) ||
    beforeOpening.test(before) ||
    (areClear && !continuesWord(before) && before !== "\\") ||
    joinedBeginning.test(text.slice(Math.max(0, start - 2), start))
  );
}

/**
 * Whether marks can end a format: they stand behind a word, and no further word is joined to them.
 *
 * @param isBehindLink  whether the text before the marks is an address, which may end with a slash
 */
export function canClose({ text, start, end, areClear }: Marks, isBehindLink: boolean): boolean {
  const last = characterBefore(text, start);
  if (last === "" || (notLast.test(last) && !(last === "/" && isBehindLink))) return false;
  if (text[end] === "]" || joinedEnd.test(text.slice(end, end + 9))) return true;
  const next = characterAt(text, end);
  if (areClear && /[\p{L}\p{N}\p{M}`]/u.test(last) && !continuesWord(next) && next !== "\\") return true;
  behindClosing.lastIndex = end;
  behindClosing.test(text);
  const after = characterAt(text, behindClosing.lastIndex);
  return mayTouch(after) || sign.test(after) || /[*_~]/.test(after);
}
