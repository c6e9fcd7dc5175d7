/** The least time between two look-ups. Anyone may write names that no channel has. */
const lookUpMs = 60_000;

/** The words of shown texts that were no names when the channels were last fetched. */
const waiting = new Set<string>();
const lookedUp = new Set<string>();

/**
 * Looks up the names of channels that were created after the page fetched the channels: once for each word, and at most
 * once a minute for all texts.
 *
 * @param fetchedAt  when the channels were fetched
 * @returns a function that ends the wait
 */
export function lookUpNames(
  words: readonly string[],
  { fetchedAt, fetchAgain }: { fetchedAt: number; fetchAgain: () => void },
): () => void {
  const news = words.filter((word) => !lookedUp.has(word));
  if (news.length === 0) return () => {};
  for (const word of news) waiting.add(word);
  const lookUp = () => {
    if (!news.some((word) => waiting.has(word))) return;
    for (const word of waiting) lookedUp.add(word);
    waiting.clear();
    fetchAgain();
  };
  const timer = setTimeout(lookUp, Math.max(0, fetchedAt + lookUpMs - Date.now()));
  return () => clearTimeout(timer);
}
