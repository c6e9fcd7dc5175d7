import type { Feature } from "../../../contract/finding/operators.ts";
import { parseQuery } from "../../../contract/finding/query.ts";
import { type Term, termsOf } from "../../../contract/finding/terms.ts";
import type { UserId } from "../../../contract/ids.ts";
import { anyConversation, authorLexeme, featureLexeme, replyLexeme } from "./search-vector.ts";

/** A search as text that PostgreSQL casts to `tsquery`. */
export interface TsQueries {
  /** The condition for a message's `tsvector`. */
  condition: string;
  /**
   * A condition that all found messages meet, for the index: words without their order. Each begins with `~`, which
   * stands for the day in the index. `null` if every message meets the condition.
   */
  keys: string | null;
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

/** The restrictions of a search, apart from words. */
export interface Wanted {
  /** The possible authors. Absent for any author. */
  authors?: readonly UserId[];
  features: readonly Feature[];
  /** Finds only replies in threads. */
  isReply: boolean;
  /** Whether a search without words finds anything. */
  mayLackWords: boolean;
}

const anyOf = (lexemes: readonly string[], prefix = "") =>
  `(${lexemes.map((lexeme) => `'${prefix}${lexeme}'`).join(" | ")})`;

/** Translates the words of a search. @returns undefined for a search that finds nothing */
export function tsQueriesOf(
  words: string,
  { authors, features, isReply, mayLackWords }: Wanted,
): TsQueries | undefined {
  const groups = [
    ...(authors ? [authors.map(authorLexeme)] : []),
    ...features.map((each) => [featureLexeme(each)]),
    ...(isReply ? [[replyLexeme]] : []),
  ];
  const { phrases, literal } = parseQuery(words, groups.length > 0);
  if ((phrases.length === 0 && !mayLackWords) || groups.some((group) => group.length === 0)) return undefined;
  const wanted = phrases.filter(({ isExcluded }) => !isExcluded).map(termsOf);
  const excluded = phrases.filter(({ isExcluded }) => isExcluded).map(termsOf);
  const parsed = [...wanted.map(writePhrase), ...excluded.map((terms) => `!${writePhrase(terms)}`)];
  const text =
    literal.length === 0
      ? parsed
      : [`(${parsed.join(" & ")} | ${writePhrase(termsOf({ tokens: literal, isBeginning: false }))})`];
  const condition = [...groups.map((group) => anyOf(group)), ...text];
  const keys = [
    ...groups.map((group) => anyOf(group, "~")),
    ...keysOf(wanted.flat()).map((term) => write(term, "~")),
  ];
  return {
    condition: condition.length > 0 ? condition.join(" & ") : anyConversation,
    keys: keys.length > 0 ? keys.join(" & ") : null,
  };
}
