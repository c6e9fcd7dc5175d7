export interface Place {
  /** The sequence numbers of the rows. A message in the outbox has none. */
  seqs: readonly (number | undefined)[];
  /** The sequence numbers of the focused message and of the first unread one. */
  focus: number | undefined;
  unread: number | undefined;
}

/** Returns where the list starts: at the focused message, at the first unread one, or at the end. */
export function initialPlace({ seqs, focus, unread }: Place) {
  const focused = focus === undefined ? -1 : seqs.indexOf(focus);
  if (focused >= 0) return { index: focused, align: "center" } as const;
  const firstNew = unread === undefined ? -1 : seqs.indexOf(unread);
  if (firstNew >= 0) return { index: firstNew, align: "start", offset: -40 } as const;
  return { index: "LAST", align: "end" } as const;
}
