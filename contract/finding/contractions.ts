import { shortened, type Token } from "./tokens.ts";

/** The characters that keyboards and programs write for an apostrophe, and between two letters nothing else. */
const apostrophe = /^['‘’‛ʻʼ׳`´＇]$/u;

/** A longer chain, as in quoted code, is no word. */
const longestRun = 3;

/** Lists the runs of words that only apostrophes connect, as places in `tokens`: the first word and the last. */
function runsIn(text: string, tokens: readonly Token[]): { first: number; last: number }[] {
  const runs: { first: number; last: number }[] = [];
  tokens.forEach((token, at) => {
    const previous = tokens[at - 1];
    if (!previous || !apostrophe.test(text.slice(previous.end, token.start))) return;
    const run = runs.at(-1);
    if (run?.last === at - 1) run.last = at;
    else runs.push({ first: at - 1, last: at });
  });
  return runs.filter(({ first, last }) => last - first < longestRun);
}

function joined(tokens: readonly Token[], { first, last }: { first: number; last: number }): Token[] {
  const [start, end] = [tokens[first], tokens[last]];
  if (!start || !end) return [];
  const text = tokens.slice(first, last + 1).map((token) => token.text);
  return [{ text: shortened(text.join("")), position: start.position, start: start.start, end: end.end }];
}

/**
 * Returns the words that a text writes with apostrophes, without them: many people leave them out. They are additional
 * tokens of the text, at the positions of their first parts.
 *
 * @example contractionsIn("I don't", tokensOf("I don't")) // "dont" at position 2
 */
export const contractionsIn = (text: string, tokens: readonly Token[]): Token[] =>
  runsIn(text, tokens).flatMap((run) => joined(tokens, run));

/**
 * Returns the tokens of a query as if it had no apostrophes, or nothing if it has none.
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
