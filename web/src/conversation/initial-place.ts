export interface Place {
  /** The number of rows, and the sequence number of the first one. */
  count: number;
  first: number;
  /** The sequence numbers of the focused message and of the first unread one. */
  focus: number | undefined;
  unread: number | undefined;
}

/** Returns where the list starts: at the focused message, at the first unread one, or at the end. */
export function initialPlace({ count, first, focus, unread }: Place) {
  const at = (seq: number | undefined) =>
    seq !== undefined && seq >= first && seq - first < count ? seq - first : undefined;
  const focused = at(focus);
  if (focused !== undefined) return { index: focused, align: "center" } as const;
  const firstNew = at(unread);
  if (firstNew !== undefined) return { index: firstNew, align: "start", offset: -40 } as const;
  return { index: "LAST", align: "end" } as const;
}
