import { endOfBeginning, isJoined, shortened, type Token } from "./tokens.ts";

/** The characters that keyboards and programs write for an apostrophe. Between two letters, they mean nothing else. */
const apostrophe = /^['‘’‛ʻʼ׳`´＇]$/u;

/**
 * Between two letters, a hyphen: `e-mail` and `email` are one word. So are a word of two or more letters and a number:
 * `utf-8` and `utf8`, but not `a-3` and `a3`.
 */
const hyphen = /^[-\u2010\u2011]$/u;

/** Between two groups of digits, a separator of thousands: `10,000` and `10000` are one number. */
const separator = /^[,.\u066c]$/u;

/** Between two letters, a dot: `Node.js` and `nodejs`, `U.S.` and `US`. */
const dot = /^[.\uff0e]$/u;

/** A sign between two words that many people leave out. */
type Sign = "apostrophe" | "hyphen" | "separator" | "dot";

/** Returns the kind of the sign between two words, if many people leave it out. */
function optionalSign(sign: string, before: Token, after: Token): Sign | undefined {
  if (apostrophe.test(sign)) return "apostrophe";
  const isBehindLetter = /\p{L}\p{M}*$/u.test(before.text);
  const isBeforeLetter = /^\p{L}/u.test(after.text);
  const isNumbered = /^[\p{L}\p{M}]{2,}$/u.test(before.text) && /^\d/.test(after.text);
  if (hyphen.test(sign) && ((isBehindLetter && isBeforeLetter) || isNumbered)) return "hyphen";
  if (dot.test(sign) && isBehindLetter && isBeforeLetter) return "dot";
  const isNumber = separator.test(sign) && /^\d{1,3}$/.test(before.text) && /^\d{3}$/.test(after.text);
  return isNumber ? "separator" : undefined;
}

/**
 * A chain with more signs, as in quoted code or in the name of a host, is no word. A longer number is a list of numbers.
 */
const most: Readonly<Record<Sign, number>> = { apostrophe: 2, hyphen: 2, separator: 6, dot: 1 };

/** Words that belong together, as places in `tokens`. */
interface Run {
  first: number;
  last: number;
  signs: Sign[];
}

/** Lists the runs of words that only these signs or invisible characters connect. */
function runsOf(text: string, tokens: readonly Token[], signs: readonly Sign[]): Run[] {
  const runs: Run[] = [];
  tokens.forEach((token, at) => {
    const previous = tokens[at - 1];
    if (!previous || token.start <= previous.end) return;
    const isInvisible = isJoined(text, previous, token);
    const sign = isInvisible
      ? undefined
      : optionalSign(text.slice(previous.end, token.start), previous, token);
    if (!isInvisible && !(sign && signs.includes(sign))) return;
    const known = runs.at(-1);
    const run = known?.last === at - 1 ? known : { first: at - 1, last: at, signs: [] };
    if (run !== known) runs.push(run);
    run.last = at;
    if (sign) run.signs.push(sign);
  });
  return runs.filter((run) => run.signs.length <= Math.max(...run.signs.map((sign) => most[sign]), 0));
}

/**
 * The signs that people leave out together: people who leave out the apostrophe of "O'Brien-Smith" may write the hyphen,
 * or a space. People who leave out the hyphen of an address may write its dot, and the other way round: `Node.js-based`.
 */
const leftOut: readonly (readonly Sign[])[] = [
  ["apostrophe", "hyphen", "separator", "dot"],
  ["apostrophe", "hyphen", "separator"],
  ["apostrophe", "dot"],
  ["apostrophe"],
];

/** Lists the distinct runs of words that these signs connect. */
function runsIn(text: string, tokens: readonly Token[]): Run[] {
  const runs = leftOut.flatMap((signs) => runsOf(text, tokens, signs));
  return [...new Map(runs.map((run) => [`${run.first} ${run.last}`, run])).values()];
}

function joined(tokens: readonly Token[], { first, last }: Run): Token[] {
  const [start, end] = [tokens[first], tokens[last]];
  if (!start || !end) return [];
  const text = tokens.slice(first, last + 1).map((token) => token.text);
  return [{ text: shortened(text.join("")), position: start.position, start: start.start, end: end.end }];
}

/**
 * Returns the words that a text divides by apostrophes, hyphens, dots or invisible characters, and numbers with separators
 * of thousands, without these: many people leave them out. They are additional tokens of the text, at the positions of
 * their first and last parts, so that they follow the word before and precede the word after.
 *
 * @example contractionsIn("I don't", tokensOf("I don't")) // "dont" at the positions 2 and 3
 */
const contractionsIn = (text: string, tokens: readonly Token[]): Token[] =>
  runsIn(text, tokens).flatMap((run) =>
    joined(tokens, run).flatMap((token) => {
      const lastPosition = tokens[run.last]?.position ?? token.position;
      return [
        { ...token, lastPosition },
        { ...token, position: lastPosition },
      ];
    }),
  );

/** A number behind one letter, as in `v1.2.3` and `T18:05`. */
const numberBehindLetter = /(?<=^\d*\p{L})\d+$/u;

/** An Arabic word behind its article, which may follow a preposition or a conjunction. */
const behindArticle = /(?<=^(?:[وفبك]?ال|و?لل))\p{L}{2,}$/u;

/** An Arabic word with its article, behind a conjunction. */
const behindConjunction = /(?<=^[وف])ال\p{L}{2,}$/u;

/** Returns the ends of words by which people search, although no sign divides the words. */
const endsIn = (text: string, tokens: readonly Token[]): Token[] =>
  tokens.flatMap((token) =>
    [numberBehindLetter, behindArticle, behindConjunction].flatMap((end) => {
      const [found] = end.exec(token.text) ?? [];
      if (found === undefined) return [];
      const start = endOfBeginning(text, token, token.text.slice(0, -found.length));
      return [{ ...token, text: found, start }];
    }),
  );

/** Returns the further tokens by which a text is found: `contractionsIn` and `endsIn`. */
export const furtherTokensIn = (text: string, tokens: readonly Token[]): Token[] => [
  ...contractionsIn(text, tokens),
  ...endsIn(text, tokens),
];

/**
 * Returns the tokens of a query without the optional signs and invisible characters in its words, or nothing if it has
 * none.
 *
 * @example withoutOptionalSigns("don't go", tokensOf("don't go")) // "dont", "go"
 */
export function withoutOptionalSigns(query: string, tokens: readonly Token[]): Token[] | undefined {
  // Of runs within each other, the longest.
  const runs = runsIn(query, tokens)
    .sort((one, other) => one.first - other.first || other.last - one.last)
    .filter((run, at, sorted) => sorted.slice(0, at).every(({ last }) => last < run.first));
  if (runs.length === 0) return undefined;
  const written: Token[] = [];
  let done = 0;
  let left = 0;
  const add = (token: Token) => written.push({ ...token, position: token.position - left });
  for (const run of runs) {
    for (const token of [...tokens.slice(done, run.first), ...joined(tokens, run)]) add(token);
    left += run.last - run.first;
    done = run.last + 1;
  }
  for (const token of tokens.slice(done)) add(token);
  return written;
}
