import { graphemesOf } from "../../../contract/graphemes.ts";

const isLetter = (character: string) => /[\p{L}\p{N}\p{Extended_Pictographic}\p{RI}]/u.test(character);

/** Fonts lack the capitals of Georgian, which writes names without them. */
const capital = (character: string) =>
  /\p{Script=Georgian}/u.test(character) ? character : character.toUpperCase();

/**
 * Returns the first letters of the first and the last word. A flag or a joined emoji counts as one letter. Signs count
 * only in a name without letters.
 */
export function initialsOf(name: string): string {
  const words = name.split(/[\s._-]+/).map(graphemesOf);
  const letters = words.flatMap((word) => word.find(isLetter) ?? []);
  const all = letters.length > 0 ? letters : words.flatMap(([first]) => first ?? []);
  return [...all.slice(0, 1), ...all.slice(1).slice(-1)].map(capital).join("");
}
