import { hasVisibleCharacter } from "../visible.ts";
import type { Work } from "./work.ts";

/** A code span, with positions in UTF-16 units. */
export interface CodeSpan {
  end: number;
  text: string;
}

/**
 * Removes the line ends beside the delimiters, and one space from each end, which separates a backtick of the code from
 * them.
 */
function withoutPadding(code: string): string {
  const lines = code.replace(/^\n|\n$/g, "");
  return lines.startsWith(" ") && lines.endsWith(" ") ? lines.slice(1, -1) : lines;
}

/**
 * Finds all code spans of a text: two runs of equally many backticks around something visible.
 * @returns the spans by their start
 */
export function codeSpansOf(text: string, work: Work): Map<number, CodeSpan> {
  const spans = new Map<number, CodeSpan>();
  if (!text.includes("`")) return spans;
  work(text.length);
  const runs = [...text.matchAll(/`+/g)].map(({ 0: run, index }) => ({ start: index, length: run.length }));
  const placesOfLength = new Map<number, number[]>();
  for (const [place, { length }] of runs.entries()) {
    const places = placesOfLength.get(length);
    if (places) places.push(place);
    else placesOfLength.set(length, [place]);
  }
  const nextOfLength = new Map<number, number>();
  for (let place = 0; place < runs.length; place++) {
    const run = runs[place];
    if (!run) break;
    const places = placesOfLength.get(run.length) ?? [];
    let next = nextOfLength.get(run.length) ?? 0;
    while ((places[next] ?? Number.POSITIVE_INFINITY) <= place) next++;
    nextOfLength.set(run.length, next);
    const closing = places[next];
    const closingRun = closing === undefined ? undefined : runs[closing];
    if (closing === undefined || !closingRun) continue;
    const code = text.slice(run.start + run.length, closingRun.start);
    work(code.length);
    if (!hasVisibleCharacter(code)) continue;
    spans.set(run.start, { end: closingRun.start + closingRun.length, text: withoutPadding(code) });
    place = closing;
  }
  return spans;
}
