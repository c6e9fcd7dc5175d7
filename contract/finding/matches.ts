import { furtherTokensIn } from "./contractions.ts";
import { parseQuery } from "./query.ts";
import { isMeant, type Term, waysToWrite } from "./terms.ts";
import { endOfBeginning, type Token, tokensOf } from "./tokens.ts";

/** A part of a text, in UTF-16 units. */
export interface Range {
  start: number;
  end: number;
}

/** Returns the tokens that match a phrase at a position, or nothing. */
function phraseAt(
  terms: readonly Term[],
  byPosition: ReadonlyMap<number, readonly Token[]>,
  at: number,
): Token[] {
  const found: Token[] = [];
  let position = at;
  for (const term of terms) {
    position += term.distance;
    const token = byPosition.get(position)?.find((each) => isMeant(term, each));
    if (!token) return [];
    found.push(token);
    position = token.lastPosition ?? position;
  }
  return found;
}

/** Returns the part of a token that a term matches. The second character of a pair may be outside of the match. */
const meantPart = (text: string, term: Term | undefined, token: Token): Range => ({
  start: token.start,
  end: term?.isBeginning ? endOfBeginning(text, token, term.text) : token.end,
});

/** Finds the matches of a query, in the order in which they begin. They overlap where a text repeats itself. */
function* overlappingMatches(text: string, query: string): Generator<Range> {
  const tokens = tokensOf(text);
  const byPosition = new Map(tokens.map((token) => [token.position, [token]]));
  for (const token of furtherTokensIn(text, tokens)) byPosition.get(token.position)?.push(token);
  const wanted = parseQuery(query)
    .phrases.filter(({ isExcluded }) => !isExcluded)
    .flatMap(waysToWrite);
  for (const { position } of tokens) {
    for (const terms of wanted) {
      for (const [at, token] of phraseAt(terms, byPosition, position).entries())
        yield meantPart(text, terms[at], token);
    }
  }
}

/** Returns the position at which the first match of a query begins. */
export function firstMatch(text: string, query: string): number | undefined {
  for (const { start } of overlappingMatches(text, query)) return start;
}

/** Finds the parts of a text that match a query, in order and without overlaps. */
export function matchesOf(text: string, query: string): Range[] {
  const ends = new Map<number, number>();
  for (const { start, end } of overlappingMatches(text, query))
    ends.set(start, Math.max(end, ends.get(start) ?? end));
  const joined: Range[] = [];
  for (const [start, end] of [...ends].sort(([one], [other]) => one - other)) {
    const last = joined.at(-1);
    if (last && start < last.end) last.end = Math.max(last.end, end);
    else joined.push({ start, end });
  }
  return joined;
}
