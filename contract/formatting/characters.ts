/** Scripts that put no spaces between words. A mention or a format may touch their letters. */
const unspaced =
  /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{sc=Bopo}\p{scx=Hang}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}\p{scx=Tibt}]/u;
/** The ends of emoji such as `❤️` and `1️⃣` count as marks, but continue no word. */
const wordCharacter = /(?![\ufe00-\ufe0f\u20e3])[\p{L}\p{N}\p{M}]/u;

/** Returns the character that ends before a position, or the empty string at the beginning. */
export function characterBefore(text: string, at: number): string {
  if (at <= 0) return "";
  const unit = text.charCodeAt(at - 1);
  const isLowSurrogate = unit >= 0xdc00 && unit <= 0xdfff;
  return text.slice(isLowSurrogate ? Math.max(0, at - 2) : at - 1, at);
}

/** Returns the character that starts at a position, or the empty string at the end. */
export function characterAt(text: string, at: number): string {
  const point = text.codePointAt(at);
  return point === undefined ? "" : String.fromCodePoint(point);
}

export const isUnspaced = (character: string): boolean => unspaced.test(character);

/** Whether a character continues a word of a script that puts spaces between words. */
export const continuesWord = (character: string): boolean =>
  wordCharacter.test(character) && !unspaced.test(character);
