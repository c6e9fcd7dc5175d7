interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** All items of a list, page by page. @throws whatever fetching a page throws */
export async function all<T>(fetchPage: (cursor: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page: Page<T> = await fetchPage(cursor);
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return items;
}
