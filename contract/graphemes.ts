import { countCharacters } from "./text.ts";

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Splits a text into the characters that a person sees: a flag or a family of emoji is one. */
export const graphemesOf = (text: string): string[] =>
  Array.from(segmenter.segment(text), ({ segment }) => segment);

/**
 * Returns the beginning of a text with at most `max` code points, without cutting a visible character in half.
 *
 * @example shortened("👩‍👩‍👧 family", 4) // ""
 */
export function shortened(text: string, max: number): string {
  if (text.length <= max) return text;
  let length = 0;
  let end = 0;
  for (const { segment, index } of segmenter.segment(text)) {
    length += countCharacters(segment);
    if (length > max) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}
