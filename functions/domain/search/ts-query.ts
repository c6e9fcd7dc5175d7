import { parseQuery } from "../../../contract/finding/query.ts";
import { type Term, termsOf } from "../../../contract/finding/terms.ts";
import type { UserId } from "../../../contract/ids.ts";
import { authorLexeme } from "./search-vector.ts";

/** A search as text that PostgreSQL casts to `tsquery`. */
export interface TsQueries {
  /** The condition for a message's `tsvector`. */
  condition: string;
  /**
   * A condition that all found messages meet, for the index: words without their order. Each begins with `~`, which
   * stands for the day in the index.
   */
  keys: string;
}

/** The number of words to look up in the index. The condition checks the others. */
const maxKeys = 4;

/** A shorter beginning of a word is in too many messages to narrow down a search. */
const shortBeginning = 3;

const write = ({ text, isBeginning }: Term, prefix = "") => `'${prefix}${text}'${isBeginning ? ":*" : ""}`;

const writePhrase = (terms: readonly Term[]): string =>
  `(${terms.map((term, at) => (at === 0 ? "" : ` <${term.distance}> `) + write(term)).join("")})`;

/** Chooses the terms to look up: the longest ones, which are the rarest as a rule. */
function keysOf(terms: readonly Term[]): Term[] {
  const distinct = [...new Map(terms.map((term) => [write(term), term])).values()];
  const isUseful = ({ text, isBeginning }: Term) => !isBeginning || text.length >= shortBeginning;
  const useful = distinct.filter(isUseful);
  return (useful.length > 0 ? useful : distinct)
    .sort((one, other) => other.text.length - one.text.length)
    .slice(0, maxKeys);
}

/** Translates a search. @returns undefined for a query without a word, which finds nothing */
export function tsQueriesOf(query: string, from: UserId | undefined): TsQueries | undefined {
  const { phrases, literal } = parseQuery(query);
  if (phrases.length === 0) return undefined;
  const wanted = phrases.filter(({ isExcluded }) => !isExcluded).map(termsOf);
  const excluded = phrases.filter(({ isExcluded }) => isExcluded).map(termsOf);
  const parsed = [...wanted.map(writePhrase), ...excluded.map((terms) => `!${writePhrase(terms)}`)];
  const words =
    literal.length === 0
      ? parsed.join(" & ")
      : `(${parsed.join(" & ")} | ${writePhrase(termsOf({ tokens: literal, isBeginning: false }))})`;
  const author = from && authorLexeme(from);
  return {
    condition: author ? `'${author}' & ${words}` : words,
    keys: [
      ...(author ? [`'~${author}'`] : []),
      ...keysOf(wanted.flat()).map((term) => write(term, "~")),
    ].join(" & "),
  };
}
