import { useLayoutEffect, useReducer, useRef } from "react";
import type { Row } from "./rows.ts";

export interface Prepended {
  /** The rows to render now. */
  rows: readonly Row[];
  /** Whether rows have been added before those of the last rendering. */
  isPrepended: boolean;
}

/** Returns the next rows to render, if these ones are shown. */
export function nextRows(shown: readonly Row[], rows: readonly Row[]): Prepended {
  const [first] = shown;
  const last = shown.at(-1);
  const from = rows.findIndex(({ id }) => id === first?.id);
  if (from <= 0) return { rows, isPrepended: false };
  const to = rows.findLastIndex(({ id }) => id === last?.id);
  const hasMore = to >= 0 && to < rows.length - 1;
  return { rows: hasMore ? rows.slice(0, to + 1) : rows, isPrepended: true };
}

/**
 * Reports whether rows have been added at the list's start, so that it keeps its distance from the end. Rows that have
 * been added at both ends appear in two steps, because the list can only keep one end still. The browser paints both at
 * once.
 */
export function usePrepended(rows: readonly Row[]): Prepended {
  const shown = useRef(rows);
  const [, proceed] = useReducer((steps: number) => steps + 1, 0);
  const next = nextRows(shown.current, rows);
  useLayoutEffect(() => {
    shown.current = next.rows;
    if (next.rows !== rows) proceed();
  });
  return next;
}
