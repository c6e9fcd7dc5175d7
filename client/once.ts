/** Tasks under way by what they do, so that nothing is done twice at once. */
export class Once {
  readonly #running = new Map<string, Promise<void>>();

  /** Starts `task`, unless one of the same name is under way: then it is that one. */
  run(name: string, task: () => Promise<void>): Promise<void> {
    const running = this.#running.get(name);
    if (running) return running;
    const promise = task().finally(() => this.#running.delete(name));
    this.#running.set(name, promise);
    return promise;
  }
}
