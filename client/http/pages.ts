interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/**
 * Fetches all items of a list, page by page.
 *
 * @param fetchPage receives undefined for the first page, then the cursor of the previous page
 * @throws the errors of `fetchPage`
 */
export async function all<T>(fetchPage: (cursor: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page: Page<T> = await fetchPage(cursor);
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return items;
}
