import { isJoined, shortened, type Token } from "./tokens.ts";

/** The characters that keyboards and programs write for an apostrophe, and between two letters nothing else. */
const apostrophe = /^['‘’‛ʻʼ׳`´＇]$/u;

/** Between two letters, a hyphen: `e-mail` and `email` are one word. */
const hyphen = /^[-\u2010\u2011]$/u;

/** Between two groups of digits, a separator of thousands: `10,000` and `10000` are one number. */
const separator = /^[,.\u066c]$/u;

/** Whether many people leave out the sign between two words. */
function isOptional(sign: string, before: Token, after: Token): boolean {
  if (apostrophe.test(sign)) return true;
  if (hyphen.test(sign)) return /\p{L}\p{M}*$/u.test(before.text) && /^\p{L}/u.test(after.text);
  return separator.test(sign) && /^\d{1,3}$/.test(before.text) && /^\d{3}$/.test(after.text);
}

/** A chain with more signs, as in quoted code, is no word. */
const mostSigns = 2;

/** Words that belong together, as places in `tokens`. */
interface Run {
  first: number;
  last: number;
  signs: number;
}

/** Lists the runs of words that only optional signs or invisible characters connect. */
function runsIn(text: string, tokens: readonly Token[]): Run[] {
  const runs: Run[] = [];
  tokens.forEach((token, at) => {
    const previous = tokens[at - 1];
    if (!previous || token.start <= previous.end) return;
    const isInvisible = isJoined(text, previous, token);
    if (!isInvisible && !isOptional(text.slice(previous.end, token.start), previous, token)) return;
    const known = runs.at(-1);
    const run = known?.last === at - 1 ? known : { first: at - 1, last: at, signs: 0 };
    if (run !== known) runs.push(run);
    run.last = at;
    if (!isInvisible) run.signs++;
  });
  return runs.filter(({ signs }) => signs <= mostSigns);
}

function joined(tokens: readonly Token[], { first, last }: Run): Token[] {
  const [start, end] = [tokens[first], tokens[last]];
  if (!start || !end) return [];
  const text = tokens.slice(first, last + 1).map((token) => token.text);
  return [{ text: shortened(text.join("")), position: start.position, start: start.start, end: end.end }];
}

/**
 * Returns the words that a text divides by apostrophes, hyphens or invisible characters, and numbers with separators of
 * thousands, without these: many people leave them out. They are additional tokens of the text, at the positions of their first and last parts, so that they follow the
 * word before and precede the word after.
 *
 * @example contractionsIn("I don't", tokensOf("I don't")) // "dont" at the positions 2 and 3
 */
export const contractionsIn = (text: string, tokens: readonly Token[]): Token[] =>
  runsIn(text, tokens).flatMap((run) =>
    joined(tokens, run).flatMap((token) => [
      token,
      { ...token, position: tokens[run.last]?.position ?? token.position },
    ]),
  );

/**
 * Returns the tokens of a query without the optional signs and invisible characters in its words, or nothing if it has
 * none.
 *
 * @example withoutOptionalSigns("don't go", tokensOf("don't go")) // "dont", "go"
 */
export function withoutOptionalSigns(query: string, tokens: readonly Token[]): Token[] | undefined {
  const runs = runsIn(query, tokens);
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
