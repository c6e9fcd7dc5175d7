import { searchForm } from "../normal-forms.ts";

/**
 * A piece of a text by which the text is found: a word, two neighbouring characters of a script without spaces, or a
 * symbol such as an emoji.
 */
export interface Token {
  /** In the form for search, at most `longestToken` long. */
  text: string;
  /** Counts the words, symbols, and characters of scripts without spaces: 1, 2, 3 … */
  position: number;
  /** The position of the last part of a word that an optional sign divides, if `position` is that of the first one. */
  lastPosition?: number;
  /** The position in the source, in UTF-16 units. */
  start: number;
  end: number;
  /** The last character of its run in a script without spaces. More characters may follow it in a longer text. */
  isLastCharacter?: true;
}

/** A longer word is found by its beginning. PostgreSQL limits a lexeme to 2 KB. */
const longestToken = 64;

/** Scripts that put no spaces between words. Korean joins endings and further nouns to its words. */
const unspaced =
  /^[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]/u;

/**
 * A character with its marks. White space has none, because a search is split there. Korean letters that form one
 * syllable belong together. Up to eight syllables may precede a vowel or a final consonant: without a limit, each place
 * in a long word would search the rest of the word for one. Unicode counts the half-width signs that make `ﾊ` a `ﾊﾞ` or
 * a `ﾊﾟ` as letters.
 */
const character =
  /[\u1100-\u115f\ua960-\ua97f\uac00-\ud7a3]{1,8}[\u1160-\u11ff\ud7b0-\ud7ff][\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]*|[^\p{M}\s][\p{M}\uff9e\uff9f]*|\s|\p{M}+/gu;

/** Invisible characters, and marks that enclose a character. */
const ignored = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Me}]/gu;

/**
 * Invisible characters that divide a word: the soft hyphen, the zero-width space and the zero-width non-joiner. People
 * see one word, or two where the line ends. Both are found (`contractions.ts`).
 */
const divider = /^[\u00ad\u200b\u200c]/;
const symbol = /^[\p{So}\p{Sc}\p{Extended_Pictographic}]/u;
const letter = /^[\p{L}\p{N}\p{M}]/u;
/** Unicode counts these apostrophes as letters. Other people write the same words with `'`. */
const apostropheLetter = /^[ʻʼ]/u;
/** Most text. Each character is its own normal form, except for its case. */
const plain = /^\p{ASCII}*$/u;

/** Whether a token is a word of several characters, in a script with spaces. */
export const isSpacedWord = (text: string): boolean => /^[\p{L}\p{N}]{2}/u.test(text) && !unspaced.test(text);

type Kind = "word" | "unspaced" | "symbol";

interface Piece {
  kind: Kind;
  text: string;
  start: number;
  end: number;
}

function plainPieces(text: string): Piece[] {
  return Array.from(text.matchAll(/[a-z0-9]+|\$/gi), ({ 0: found, index }) => ({
    kind: found === "$" ? "symbol" : "word",
    text: found.toLowerCase(),
    start: index,
    end: index + found.length,
  }));
}

/**
 * Splits a character's form for search into the words that it shows. One character may show several words, such as `㍿`
 * or `ﷺ`.
 */
function kindsIn(form: string, source: string): { kind: Kind | undefined; text: string }[] {
  // A sign such as `™` decomposes into letters, but belongs to no word. `↮` is a sign because it is `↔` with a stroke.
  if (symbol.test(source.normalize("NFD"))) {
    const letters = [...form].filter((each) => letter.test(each)).join("");
    return [{ kind: "symbol", text: letters || form }];
  }
  return (form.match(/[^\p{M}\s]\p{M}*|\s|\p{M}+/gu) ?? []).map((text) => ({
    kind:
      !letter.test(text) || apostropheLetter.test(text)
        ? undefined
        : unspaced.test(text)
          ? "unspaced"
          : "word",
    text,
  }));
}

/** Each script has its ten digits one after the other. Those of two scripts may adjoin. */
function asciiDigit(digit: string): string {
  const point = digit.codePointAt(0) ?? 0;
  let first = point;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first--;
  return String((point - first) % 10);
}

/** Katakana, and the distance of each from the same syllable in Hiragana. */
const katakana = /[\u30a1-\u30f6\u30fd\u30fe]/g;
const toHiragana = -0x60;

/** The form for search of a character. Digits of all scripts count alike, `١٢` and `12`, and so do both kinds of kana. */
const shownForm = (source: string): string =>
  searchForm(source.replace(ignored, ""))
    .normalize("NFC")
    .replace(/(?![0-9])\p{Nd}/gu, asciiDigit)
    .replace(katakana, (kana) => String.fromCharCode(kana.charCodeAt(0) + toHiragana));

function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let open: Piece | undefined;
  for (const { 0: source, index } of text.matchAll(character)) {
    const form = shownForm(source);
    if (divider.test(source)) open = undefined;
    if (form === "") continue;
    const end = index + source.length;
    const kinds = kindsIn(form, source);
    // A character that shows several words, such as `⅐`, continues no word before it: a text may begin with it.
    if (kinds.length > 1 && kinds.some(({ kind }) => kind === undefined)) open = undefined;
    for (const { kind, text: shown } of kinds) {
      if (kind === "word" && open) {
        open.text += shown;
        open.end = end;
      } else {
        open = undefined;
        if (kind === undefined) continue;
        const piece = { kind, text: shown, start: index, end };
        found.push(piece);
        if (kind === "word") open = piece;
      }
    }
  }
  return found;
}

/** Cuts a token to its maximum length, but no character in half. */
export const shortened = (text: string): string =>
  text.length <= longestToken
    ? text
    : text.slice(0, longestToken - (/[\ud800-\udbff]/.test(text[longestToken - 1] ?? "") ? 1 : 0));

/**
 * Splits a text into the tokens by which it is found. The index of messages, queries and highlighting all use them.
 *
 * Between words, only their order counts: `well-known`, `well known` and `well.known` have the same tokens. Characters of
 * a script without spaces form overlapping pairs, because nothing shows where its words begin.
 *
 * @example tokensOf("Foo.png 上海市").map(({ text }) => text) // ["foo", "png", "上海", "海市", "市"]
 */
export function tokensOf(text: string): Token[] {
  const found = plain.test(text) ? plainPieces(text) : pieces(text);
  return found.map((piece, at) => {
    const token = { text: shortened(piece.text), position: at + 1, start: piece.start, end: piece.end };
    if (piece.kind !== "unspaced") return token;
    const next = found[at + 1];
    if (next?.kind !== "unspaced" || !isJoined(text, piece, next)) return { ...token, isLastCharacter: true };
    return { ...token, text: piece.text + next.text, end: next.end };
  });
}

type Place = Pick<Token, "start" | "end">;

/** Whether nothing visible is between two parts of a text. */
export const isJoined = (text: string, one: Place, other: Place): boolean =>
  one.end >= other.start || text.slice(one.end, other.start).replace(ignored, "") === "";

/** Returns the position in a token's source at which the given beginning ends. Apostrophes do not count. */
export function endOfBeginning(source: string, { start, end }: Token, beginning: string): number {
  let form = "";
  for (const { 0: part, index } of source.slice(start, end).matchAll(character)) {
    const shown = shownForm(part);
    form += kindsIn(shown, part).some(({ kind }) => kind !== undefined) ? shown : "";
    if (form.length >= beginning.length) return start + index + part.length;
  }
  return end;
}
