interface Page<Row> {
  rows: Row[];
  /** Where the next page begins, or `null` if this is the last one. */
  nextCursor: string | null;
}

/**
 * Takes a page from the rows of a query, which asked for one row more than the page may have.
 *
 * @param rows  `boundedRows` adds `candidates`, because it may return fewer rows than it found
 * @param cursorOf  returns the place of the page's last row. It receives the number of rows on the page as well
 */
export function takePage<Row extends object & { candidates?: number }>(
  rows: readonly Row[],
  limit: number,
  cursorOf: (last: Row, size: number) => string,
): Page<Row> {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const isMore = last !== undefined && (last.candidates ?? rows.length) > page.length;
  return { rows: page, nextCursor: isMore ? cursorOf(last, page.length) : null };
}
