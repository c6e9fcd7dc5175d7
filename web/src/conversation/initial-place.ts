export interface Place {
  /** The sequence numbers of the rows. A message in the outbox has none. */
  seqs: readonly (number | undefined)[];
  /** The sequence numbers of the focused message and of the first unread one. */
  focus: number | undefined;
  unread: number | undefined;
}

/** A row, and its place in the view. */
export interface InitialPlace {
  index: number;
  align: "start" | "center";
  offset: number;
}

/** Returns where the list starts: at the focused message, at the first unread one, or at the end (`undefined`). */
export function initialPlace({ seqs, focus, unread }: Place): InitialPlace | undefined {
  const focused = focus === undefined ? -1 : seqs.indexOf(focus);
  if (focused >= 0) return { index: focused, align: "center", offset: 0 };
  const firstNew = unread === undefined ? -1 : seqs.indexOf(unread);
  return firstNew >= 0 ? { index: firstNew, align: "start", offset: -40 } : undefined;
}

/** The smallest height of a row with a text, in pixels. */
const lowestRow = 24;

/**
 * Returns the indexes of the rows that fill a view when it starts there. The list measures them before it first appears.
 */
export function firstIndexes(
  place: InitialPlace | undefined,
  { count, viewHeight }: { count: number; viewHeight: number },
): number[] {
  const most = Math.ceil(viewHeight / lowestRow);
  const index = place?.index ?? count - 1;
  const after = Math.min(most, count - 1 - index);
  const before = Math.max(place?.align === "center" ? Math.ceil(most / 2) : 2, most - after);
  const from = Math.max(0, index - before);
  return Array.from({ length: index + after - from + 1 }, (_, at) => from + at);
}
