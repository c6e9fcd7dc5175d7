import type { Feature } from "../../../contract/finding/operators.ts";
import { literalOf, type Phrase, parseQuery } from "../../../contract/finding/query.ts";
import { type Term, termsOf, waysToDivide, waysToWrite } from "../../../contract/finding/terms.ts";
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

const asKey = (term: Term): string => write(term, "~");

const writeTerms = (terms: readonly Term[]): string =>
  `(${terms.map((term, at) => (at === 0 ? "" : ` <${term.distance}> `) + write(term)).join("")})`;

const writePhrase = (phrase: Phrase): string =>
  `(${waysToWrite(phrase).flatMap(waysToDivide).map(writeTerms).join(" | ")})`;

/** The longest terms, which are the rarest as a rule. */
function longestOf(terms: readonly Term[], count: number): Term[] {
  const distinct = [...new Map(terms.map((term) => [write(term), term])).values()];
  const isUseful = ({ text, isBeginning }: Term) => !isBeginning || text.length >= shortBeginning;
  const useful = distinct.filter(isUseful);
  return (useful.length > 0 ? useful : distinct)
    .sort((one, other) => other.text.length - one.text.length)
    .slice(0, count);
}

/** Writes the terms to look up. Of a phrase that is written in several ways, one term of each. */
function keysOf(phrases: readonly Phrase[]): string[] {
  const all = phrases.map(waysToWrite);
  const oneWay = all.filter((ways) => ways.length === 1).flat(2);
  const severalWays = all.filter((ways) => ways.length > 1);
  return [
    ...longestOf(oneWay, maxKeys).map(asKey),
    ...severalWays.map(
      (ways) =>
        `(${ways
          .flatMap((terms) => longestOf(terms, 1))
          .map(asKey)
          .join(" | ")})`,
    ),
  ].slice(0, maxKeys);
}

/** The restrictions of a search, apart from words. */
export interface Wanted {
  /** The author of every found message. Absent for any author. */
  from?: UserId;
  /** The possible authors that the query names. Absent for any author. */
  authors?: readonly UserId[];
  features: readonly Feature[];
  /** Finds only replies in threads. */
  isReply: boolean;
  /** Whether a search without words finds anything. */
  mayLackWords: boolean;
  /** The words as a message shows them. A text that contains exactly these is found like one with the words. */
  shown?: readonly string[];
  /** The whole query as text. A text that contains exactly this is found without the restrictions of the query. */
  asText?: readonly string[];
}

const anyOf = (lexemes: readonly string[], prefix = "") =>
  `(${lexemes.map((lexeme) => `'${prefix}${lexeme}'`).join(" | ")})`;

/** Adds alternatives to a condition, which is empty if all messages meet it. */
const orAny = (condition: string, alternatives: readonly string[]): string =>
  condition === "" || alternatives.length === 0
    ? condition
    : `((${condition}) | ${alternatives.map((each) => `(${each})`).join(" | ")})`;

const allOf = (conditions: readonly string[]): string => conditions.filter((each) => each !== "").join(" & ");

const literalTerms = (readings: readonly string[]): Term[][] =>
  readings
    .map((reading) => termsOf({ tokens: literalOf(reading), isBeginning: false }))
    .filter((terms) => terms.length > 0);

const keysOfTerms = (terms: readonly Term[]): string => longestOf(terms, maxKeys).map(asKey).join(" & ");

/** Translates the words of a search. @returns undefined for a search that finds nothing */
export function tsQueriesOf(
  words: string,
  { from, authors, features, isReply, mayLackWords, shown = [], asText = [] }: Wanted,
): TsQueries | undefined {
  const groups = [
    ...(authors ? [authors.map(authorLexeme)] : []),
    ...features.map((each) => [featureLexeme(each)]),
    ...(isReply ? [[replyLexeme]] : []),
  ];
  const { phrases, literal } = parseQuery(words, groups.length > 0);
  if ((phrases.length === 0 && !mayLackWords) || groups.some((group) => group.length === 0)) return undefined;
  const wanted = phrases.filter(({ isExcluded }) => !isExcluded);
  const excluded = phrases.filter(({ isExcluded }) => isExcluded);
  const parsed = [...wanted.map(writePhrase), ...excluded.map((phrase) => `!${writePhrase(phrase)}`)];
  const text =
    literal.length === 0
      ? parsed
      : [`(${parsed.join(" & ")} | ${writeTerms(termsOf({ tokens: literal, isBeginning: false }))})`];
  const [shownTerms, textTerms] = [literalTerms(shown), literalTerms(asText)];
  const condition = allOf([
    from ? anyOf([authorLexeme(from)]) : "",
    orAny(
      allOf([...groups.map((group) => anyOf(group)), orAny(allOf(text), shownTerms.map(writeTerms))]),
      textTerms.map(writeTerms),
    ),
  ]);
  const keys = allOf([
    from ? anyOf([authorLexeme(from)], "~") : "",
    orAny(
      allOf([
        ...groups.map((group) => anyOf(group, "~")),
        orAny(allOf(keysOf(wanted)), shownTerms.map(keysOfTerms)),
      ]),
      textTerms.map(keysOfTerms),
    ),
  ]);
  return { condition: condition || anyConversation, keys: keys || null };
}
