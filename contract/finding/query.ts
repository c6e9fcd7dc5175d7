import { withoutOptionalSigns } from "./contractions.ts";
import { type Token, tokensOf } from "./tokens.ts";

/** A word, or several that follow one another: `well-known`, `"two words"`, `foo.png`. */
export interface Phrase {
  tokens: readonly Token[];
  /** The phrase without optional signs and invisible characters, as other people write it: `dont` for `don't`. */
  joined?: readonly Token[];
  /** Whether the last token may be the beginning of a word. */
  isBeginning: boolean;
  /** Whether the query excludes it, as in `-word`. */
  isExcluded: boolean;
}

export interface ParsedQuery {
  /** A matching text contains all of these, except for the excluded ones. */
  phrases: readonly Phrase[];
  /**
   * The query as text, if it contains exclusions: `rm -rf` also finds a text that contains exactly this. Tokens with a
   * hyphen come from `hyphenated`.
   */
  literal: readonly Token[];
}

/** A word that follows white space and a hyphen, as in `rm -rf`, has a second token with the hyphen. */
const isHyphenated = (text: string, { start }: Token): boolean =>
  /(?:^|\s)-$/.test(text.slice(Math.max(0, start - 2), start));

const withHyphen = (token: Token): Token => ({ ...token, text: `-${token.text}` });

/**
 * Returns the tokens that stand for hyphens before words. Without them, a search for `rm -rf` would find nothing,
 * because `-` excludes a word.
 */
export const hyphenated = (text: string, tokens: readonly Token[]): Token[] =>
  text.includes("-") ? tokens.filter((token) => isHyphenated(text, token)).map(withHyphen) : [];

const part = /(-?)"([^"]*)("?)|(?:(?<=\s|^)(-))?([^\s"]+)/gu;

/** Parses the parts of a query. Without `withExclusions`, a hyphen is only text. */
function phrasesOf(query: string, withExclusions: boolean): Phrase[] {
  const all = tokensOf(query);
  const phrases: Phrase[] = [];
  for (const match of query.matchAll(part)) {
    const [found, quotedHyphen, quoted, , hyphen] = match;
    const start = match.index;
    const end = start + found.length;
    // Parts of one text have the positions of the whole, so that phrases fit together.
    const tokens = tokensOf(query.slice(start, end)).map((token) => ({
      ...token,
      start: token.start + start,
      end: token.end + start,
    }));
    if (tokens.length === 0) continue;
    const joined = withoutOptionalSigns(query, tokens);
    phrases.push({
      tokens,
      ...(joined && { joined }),
      isExcluded: withExclusions && (quotedHyphen || hyphen) === "-",
      isBeginning: false,
      ...(quoted === undefined && { isBeginning: all.at(-1)?.end === end && end === query.length }),
    });
  }
  return phrases.map((phrase) => ({ ...phrase, isBeginning: phrase.isBeginning && !phrase.isExcluded }));
}

/**
 * Parses a search: words that must all occur, of which the last may be incomplete, phrases in quotes, and words to
 * exclude. A query that only excludes is text, unless the search finds messages by something else.
 */
export function parseQuery(query: string, mayOnlyExclude = false): ParsedQuery {
  const phrases = phrasesOf(query, true);
  if (!phrases.some(({ isExcluded }) => isExcluded)) return { phrases, literal: [] };
  if (!mayOnlyExclude && phrases.every(({ isExcluded }) => isExcluded))
    return { phrases: phrasesOf(query, false), literal: [] };
  return { phrases, literal: literalOf(query) };
}

/** The tokens of a query as text, of which those after a hyphen come from `hyphenated`. */
export const literalOf = (query: string): Token[] =>
  tokensOf(query).map((token) => (isHyphenated(query, token) ? withHyphen(token) : token));
