import type { Phrase } from "./query.ts";
import { isSpacedWord, type Token } from "./tokens.ts";

/** A token to search for. */
export interface Term {
  text: string;
  /** Whether the token of the text may be longer. */
  isBeginning: boolean;
  /** The distance from the term before it. */
  distance: number;
}

/** Returns the terms of a phrase, which follow one another. */
export function termsOf({ tokens, isBeginning }: Pick<Phrase, "tokens" | "isBeginning">): Term[] {
  // The pair before already contains a last character. In a longer text, that character may begin another pair.
  const needed = tokens.filter(
    (token, at) => !token.isLastCharacter || at === 0 || tokens[at - 1]?.end !== token.end,
  );
  return needed.map((token, at) => ({
    text: token.text,
    isBeginning: token.isLastCharacter === true || (isBeginning && at === needed.length - 1),
    distance: token.position - (needed[at - 1]?.position ?? token.position),
  }));
}

/** Returns the terms of each way to write a phrase. A text that contains one of them matches. */
export const waysToWrite = ({ tokens, joined, isBeginning }: Phrase): Term[][] =>
  [tokens, ...(joined ? [joined] : [])].map((written) => termsOf({ tokens: written, isBeginning }));

/** Each of these words doubles the ways to divide a phrase. */
const mostDivided = 4;

/**
 * Returns the ways in which a text may contain these terms, if it divides inner words by an optional sign, such as an
 * apostrophe. Such a text has the whole word at the positions of both parts, so that the word follows itself.
 *
 * @example waysToDivide(terms("I", "dont", "know")) // "I dont know", and "I dont dont know" for "I don't know"
 */
export function waysToDivide(terms: readonly Term[]): Term[][] {
  const inner = terms.slice(1, -1).filter(({ text }) => isSpacedWord(text));
  const divided = new Set(inner.slice(0, mostDivided));
  return terms.reduce<Term[][]>(
    (ways, term) =>
      ways.flatMap((way) => [
        [...way, term],
        ...(divided.has(term) ? [[...way, term, { ...term, distance: 1 }]] : []),
      ]),
    [[]],
  );
}

/** Whether a term matches a token. */
export const isMeant = (term: Term, token: Token): boolean =>
  term.isBeginning ? token.text.startsWith(term.text) : token.text === term.text;
