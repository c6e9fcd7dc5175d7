import { plainText } from "../formatting/plain-text.ts";
import { furtherTokensIn, withoutOptionalSigns } from "./contractions.ts";
import { type Token, tokensOf } from "./tokens.ts";

/** Leaves out the last character of a run, because the pair before it already contains it. */
const wordsOf = (tokens: readonly Token[]): Token[] =>
  tokens.filter((token, at, all) => !(token.isLastCharacter === true && all[at - 1]?.end === token.end));

/** Lists the ways to write a keyword: as it is, and without its optional signs. */
function waysToWrite(keyword: string): Token[][] {
  const tokens = tokensOf(keyword);
  const joined = withoutOptionalSigns(keyword, tokens);
  return [tokens, ...(joined ? [joined] : [])].map(wordsOf);
}

/** Whether a token is a word. A single character of a script without spaces begins many pairs. */
const matches = (token: Token, word: Token) =>
  word.isLastCharacter === true ? token.text.startsWith(word.text) : token.text === word.text;

/**
 * Reads a message once, and returns a function that finds out whether it contains one of the words or phrases that
 * notify a reader. Case, accents and punctuation make no difference, as in a search.
 *
 * @example keywordsIn("The Café opens at nine.")(["cafe"]) // true
 */
export function keywordsIn(content: string): (keywords: readonly string[]) => boolean {
  const text = plainText(content);
  const tokens = tokensOf(text);
  const byPosition = new Map(tokens.map((token) => [token.position, [token]]));
  for (const token of furtherTokensIn(text, tokens)) byPosition.get(token.position)?.push(token);
  const wordAt = (position: number, word: Token) =>
    byPosition.get(position)?.find((token) => matches(token, word));
  const isAt = (words: readonly Token[], first: number): boolean => {
    let position = first;
    return words.every((word, at) => {
      position += word.position - (words[at - 1]?.position ?? word.position);
      const found = wordAt(position, word);
      position = found?.lastPosition ?? position;
      return found !== undefined;
    });
  };
  const contains = (words: readonly Token[]) =>
    words.length > 0 && tokens.some(({ position }) => isAt(words, position));
  return (keywords) => keywords.flatMap(waysToWrite).some(contains);
}
