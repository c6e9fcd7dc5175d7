/**
 * The times of the latest changes of the user's own state. Events may be late, and a late one must not undo a newer
 * change.
 */
export class LatestChanges {
  readonly #times = new Map<string, string>();

  /**
   * Remembers a change, unless a later one of the same subject is known.
   *
   * @param changedAt  the server's time. Servers of earlier releases send none, and their changes count as they arrive.
   * @returns whether the change counts
   */
  take(subject: string, changedAt: string | undefined): boolean {
    if (changedAt === undefined) return true;
    if (changedAt < (this.#times.get(subject) ?? "")) return false;
    this.#times.set(subject, changedAt);
    return true;
  }

  /** Returns the time of the latest change of a subject, if one is known. */
  timeOf(subject: string): string | undefined {
    return this.#times.get(subject);
  }

  /** Whether this change, or a later one of the same subject, is known. */
  knows(subject: string, changedAt: string | undefined): boolean {
    return changedAt !== undefined && changedAt <= (this.#times.get(subject) ?? "");
  }
}
