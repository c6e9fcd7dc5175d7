import { contractionsIn } from "./contractions.ts";
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
  }
  return found;
}

/** Returns the part of a token that a term matches. The second character of a pair may be outside of the match. */
const meantPart = (text: string, term: Term | undefined, token: Token): Range => ({
  start: token.start,
  end: term?.isBeginning ? endOfBeginning(text, token, term.text) : token.end,
});

/** Finds the parts of a text that match a query, in order and without overlaps. */
export function matchesOf(text: string, query: string): Range[] {
  const tokens = tokensOf(text);
  const byPosition = new Map(tokens.map((token) => [token.position, [token]]));
  for (const token of contractionsIn(text, tokens)) byPosition.get(token.position)?.push(token);
  const wanted = parseQuery(query)
    .phrases.filter(({ isExcluded }) => !isExcluded)
    .flatMap(waysToWrite);
  const ranges = tokens.flatMap(({ position }) =>
    wanted.flatMap((terms) =>
      phraseAt(terms, byPosition, position).map((token, at) => meantPart(text, terms[at], token)),
    ),
  );
  ranges.sort((one, other) => one.start - other.start || one.end - other.end);
  const joined: Range[] = [];
  for (const range of ranges) {
    const last = joined.at(-1);
    if (last && range.start < last.end) last.end = Math.max(last.end, range.end);
    else joined.push(range);
  }
  return joined;
}
