import { useRef } from "react";
import type { Row } from "./rows.ts";

/**
 * Returns the index of the first row. Virtuoso keeps the scroll position only if prepended rows get lower indexes and
 * visible rows keep theirs. Sequence numbers are not indexes, because the timeline leaves out replies in threads.
 *
 * @param part  changes when other rows replace these
 */
export function useFirstIndex(rows: readonly Row[], part: number): number {
  const known = useRef({ id: rows[0]?.id, index: origin, part });
  const first = rows[0]?.id;
  if (known.current.part !== part) known.current = { id: first, index: origin, part };
  else if (known.current.id !== first) {
    const { id, index } = known.current;
    const prepended =
      id === undefined
        ? 0
        : Math.max(
            0,
            rows.findIndex((row) => row.id === id),
          );
    known.current = { id: first, index: index - prepended, part };
  }
  return known.current.index;
}

/** Exceeds every number of rows. */
const origin = 1_000_000_000;
