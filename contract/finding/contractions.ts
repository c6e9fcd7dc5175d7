import { isJoined, shortened, type Token } from "./tokens.ts";

/** The characters that keyboards and programs write for an apostrophe, and between two letters nothing else. */
const apostrophe = /^['‘’‛ʻʼ׳`´＇]$/u;

/** A chain with more apostrophes, as in quoted code, is no word. */
const mostApostrophes = 2;

/** Words that belong together, as places in `tokens`. */
interface Run {
  first: number;
  last: number;
  apostrophes: number;
}

/** Lists the runs of words that only apostrophes or invisible characters connect. */
function runsIn(text: string, tokens: readonly Token[]): Run[] {
  const runs: Run[] = [];
  tokens.forEach((token, at) => {
    const previous = tokens[at - 1];
    if (!previous || token.start <= previous.end) return;
    const isInvisible = isJoined(text, previous, token);
    if (!isInvisible && !apostrophe.test(text.slice(previous.end, token.start))) return;
    const known = runs.at(-1);
    const run = known?.last === at - 1 ? known : { first: at - 1, last: at, apostrophes: 0 };
    if (run !== known) runs.push(run);
    run.last = at;
    if (!isInvisible) run.apostrophes++;
  });
  return runs.filter(({ apostrophes }) => apostrophes <= mostApostrophes);
}

function joined(tokens: readonly Token[], { first, last }: Run): Token[] {
  const [start, end] = [tokens[first], tokens[last]];
  if (!start || !end) return [];
  const text = tokens.slice(first, last + 1).map((token) => token.text);
  return [{ text: shortened(text.join("")), position: start.position, start: start.start, end: end.end }];
}

/**
 * Returns the words that a text divides by apostrophes or invisible characters, without these: many people leave them
 * out. They are additional tokens of the text, at the positions of their first and last parts, so that they follow the
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
 * Returns the tokens of a query without the apostrophes and invisible characters in its words, or nothing if it has
 * none.
 *
 * @example withoutApostrophes("don't go", tokensOf("don't go")) // "dont", "go"
 */
export function withoutApostrophes(query: string, tokens: readonly Token[]): Token[] | undefined {
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
