import { keptAnswers } from "../session/kept-answers.ts";

/** The least time between two look-ups. Anyone may write names that no channel has. */
const lookUpMs = 60_000;

/** When the page first showed each text with an unknown name. A row that returns to the view shows no new text. */
const shownSince = new Map<string, number>();
keptAnswers.add(() => shownSince.clear());

export interface LookUp {
  /** When the channels were last fetched, or 0. */
  fetchedAt: number;
  /** When the page last tried to fetch them, or 0 during the first time. */
  triedAt: number;
  fetchAgain: () => void;
}

/**
 * Fetches the channels again for a text with an unknown name, because the channel may be newer than the channels that
 * the page knows. Each text needs one successful fetch after it first appeared. All texts together cause at most one
 * fetch in a minute.
 *
 * @returns a function that ends the wait
 */
export function lookUpNames(text: string, { fetchedAt, triedAt, fetchAgain }: LookUp): () => void {
  const since = shownSince.get(text) ?? Date.now();
  shownSince.set(text, since);
  if (triedAt === 0 || fetchedAt >= since) return () => {};
  const timer = setTimeout(fetchAgain, Math.max(0, triedAt + lookUpMs - Date.now()));
  return () => clearTimeout(timer);
}
