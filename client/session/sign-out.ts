import { type Backoff, backoffMs } from "../backoff.ts";
import type { ReportError } from "../errors.ts";
import { ProblemError } from "../http/problem-error.ts";
import type { Exclusively } from "./exclusively.ts";
import { type SessionStores, signingOutKey } from "./session-stores.ts";

export const signOutBackoff: Backoff = { first: 1_000, most: 5 * 60_000 };

export interface SignOutOptions {
  /** Ends the session at the server. @throws {ProblemError} */
  logOut: () => Promise<unknown>;
  stores: SessionStores | undefined;
  exclusively: Exclusively;
  reportError: ReportError;
  backoff: Backoff;
}

/**
 * Ends a session at the server, and tries again until the server has answered, even after a reload. Otherwise the
 * cookie of a user who signs out without a connection would stay valid.
 */
export class SignOut {
  readonly #options: SignOutOptions;
  #isPending: boolean;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SignOutOptions) {
    this.#options = options;
    this.#isPending = options.stores?.browser.getItem(signingOutKey) != null;
  }

  /** @returns after the first attempt */
  start(): Promise<void> {
    this.#isPending = true;
    this.#options.stores?.browser.setItem(signingOutKey, "true");
    return this.retryNow();
  }

  /** Skips the wait, because the network is back or the page has loaded again. */
  async retryNow(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#options.exclusively(() => this.#attempt());
  }

  /** Stops, because a new sign-in has replaced the cookie. */
  cancel(): void {
    clearTimeout(this.#timer);
    this.#isPending = false;
    this.#failures = 0;
    this.#options.stores?.browser.removeItem(signingOutKey);
  }

  async #attempt(): Promise<void> {
    const { stores, logOut, backoff, reportError } = this.#options;
    // Another tab may have finished, or signed in again.
    if (!this.#isPending || (stores && stores.browser.getItem(signingOutKey) === null)) return;
    try {
      await logOut();
      this.cancel();
    } catch (error) {
      if (!(error instanceof ProblemError && error.isTemporary)) {
        reportError(error, { operation: "session.signOut" });
        return this.cancel();
      }
      this.#timer = setTimeout(() => void this.retryNow(), backoffMs(backoff, this.#failures++));
    }
  }
}
