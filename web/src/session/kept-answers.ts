/** Empties what parts of the page keep of the server's answers to a user. */
class KeptAnswers {
  readonly #clear = new Set<() => void>();

  /** Calls `clear` when the user changes or signs out. */
  add(clear: () => void): void {
    this.#clear.add(clear);
  }

  clear(): void {
    for (const clear of this.#clear) clear();
  }
}

/** The page has one user at a time. */
export const keptAnswers = new KeptAnswers();
