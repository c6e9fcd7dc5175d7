import { plainText } from "../formatting/plain-text.ts";
import { type Token, tokensOf } from "./tokens.ts";

/** Leaves out the last character of a run, because the pair before it already contains it. */
const wordsOf = (keyword: string): Token[] =>
  tokensOf(keyword).filter(
    (token, at, all) => !(token.isLastCharacter === true && all[at - 1]?.end === token.end),
  );

/** Whether a token is a word. A single character of a script without spaces begins many pairs. */
const matches = (token: Token | undefined, word: Token) =>
  word.isLastCharacter === true ? token?.text.startsWith(word.text) === true : token?.text === word.text;

/**
 * Whether a message contains one of the words or phrases that notify its reader. Case, accents and punctuation make no
 * difference, as in a search.
 *
 * @example hasKeyword("The Café opens at nine.", ["cafe"]) // true
 */
export function hasKeyword(content: string, keywords: readonly string[]): boolean {
  if (keywords.length === 0) return false;
  const tokens = tokensOf(plainText(content));
  return keywords.some((keyword) => {
    const words = wordsOf(keyword);
    const [first] = words;
    return (
      first !== undefined &&
      tokens.some((_, at) =>
        words.every((word) => matches(tokens[at + word.position - first.position], word)),
      )
    );
  });
}
