/**
 * Collects how to release each resource that a start has acquired. Both a failed start and a stop release them, in
 * reverse order, so that nothing outlives what it depends on.
 */
export class Releases {
  readonly #releases: (() => unknown)[] = [];

  /** @param release  may return a promise, which is awaited before the next release */
  add(release: () => unknown): void {
    this.#releases.push(release);
  }

  /**
   * Releases everything once. A release that fails does not keep the others from running.
   * @throws {AggregateError} with the errors of the releases that failed
   */
  async run(): Promise<void> {
    const errors: unknown[] = [];
    for (const release of this.#releases.splice(0).reverse()) {
      try {
        await release();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw new AggregateError(errors, "Some resources could not be released");
  }
}
