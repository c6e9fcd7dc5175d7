import { ProblemError } from "./problem-error.ts";

/** A paused database needs up to half a minute. After this long, something else is wrong. Milliseconds. */
const patienceMs = 120_000;

const isWakingUp = (error: unknown): error is ProblemError =>
  error instanceof ProblemError && error.code === "waking-up";

const wait = (seconds: number) => new Promise<void>((resolve) => setTimeout(() => resolve(), seconds * 1000));

/**
 * Repeats calls and frames while the database wakes up from a pause. That is safe for all of them, because the server
 * refuses them before they have any effect.
 */
export class WakeUp {
  readonly #listeners = new Set<() => void>();
  /** The number of calls that are being repeated. */
  #waiting = 0;

  /** Whether a call or a frame waits for the database. */
  get isWaiting(): boolean {
    return this.#waiting > 0;
  }

  /** Calls `listener` after each change of `isWaiting`. @returns a function that ends the subscription */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Makes a call, and repeats it while the database wakes up. @throws the error of the last attempt */
  async repeat<T>(call: () => Promise<T>): Promise<T> {
    const lastRetry = Date.now() + patienceMs;
    let isCounted = false;
    try {
      for (;;) {
        try {
          return await call();
        } catch (error) {
          if (!isWakingUp(error) || Date.now() > lastRetry) throw error;
          if (!isCounted) this.#count(1);
          isCounted = true;
          await wait(error.retryAfter ?? 1);
        }
      }
    } finally {
      if (isCounted) this.#count(-1);
    }
  }

  #count(change: 1 | -1): void {
    this.#waiting += change;
    for (const listener of this.#listeners) listener();
  }
}
