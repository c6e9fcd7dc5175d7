/** Joins concurrent runs of the same task, so that no request is made twice at the same time. */
export class SingleFlight {
  readonly #running = new Map<string, Promise<void>>();

  /** Whether a run of this name has not finished yet. */
  isRunning(name: string): boolean {
    return this.#running.has(name);
  }

  /** Starts `task`, or returns the run of the same name that has not finished yet. */
  run(name: string, task: () => Promise<void>): Promise<void> {
    const running = this.#running.get(name);
    if (running) return running;
    const promise = task().finally(() => this.#running.delete(name));
    this.#running.set(name, promise);
    return promise;
  }
}
