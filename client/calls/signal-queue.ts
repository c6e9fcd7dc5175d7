import type { CallSignal, IceCandidate, SessionDescription } from "../../contract/calls.ts";
import { limits } from "../../contract/limits.ts";
import { wait } from "../backoff.ts";
import { ProblemError } from "../http/problem-error.ts";

/**
 * Sends the signals to one participant, one after the other, so that they arrive in order. Candidates that are found
 * meanwhile travel together.
 */
export class SignalQueue {
  readonly #send: (signal: CallSignal) => Promise<void>;
  readonly #onError: (error: unknown) => void;
  readonly #retryMs: number;
  #description: SessionDescription | undefined;
  #candidates: IceCandidate[] = [];
  #isSending = false;
  #isClosed = false;

  /**
   * @param onError  receives errors after which the signal is not repeated
   * @param retryMs  the wait before a signal that did not reach the server is repeated
   */
  constructor(
    send: (signal: CallSignal) => Promise<void>,
    onError: (error: unknown) => void,
    retryMs = 1_000,
  ) {
    this.#retryMs = retryMs;
    this.#send = send;
    this.#onError = onError;
  }

  /** A new description replaces one that is not sent yet, with its candidates. */
  describe(description: SessionDescription): void {
    this.#description = description;
    this.#candidates = [];
    void this.#flush();
  }

  add(candidate: IceCandidate): void {
    this.#candidates.push(candidate);
    void this.#flush();
  }

  close(): void {
    this.#isClosed = true;
  }

  async #flush(): Promise<void> {
    if (this.#isSending) return;
    this.#isSending = true;
    for (let signal = this.#take(); signal && !this.#isClosed; ) {
      try {
        await this.#send(signal);
      } catch (error) {
        if (!(error instanceof ProblemError) || !error.isTemporary) this.#onError(error);
        else {
          await wait(this.#retryMs);
          // A newer description makes the failed signal useless.
          if (!this.#description) continue;
        }
      }
      signal = this.#take();
    }
    this.#isSending = false;
  }

  #take(): CallSignal | undefined {
    const description = this.#description;
    const candidates = this.#candidates.splice(0, limits.calls.candidates);
    if (!description && candidates.length === 0) return undefined;
    this.#description = undefined;
    return { ...(description && { description }), ...(candidates.length > 0 && { candidates }) };
  }
}
