import { Refusal } from "../../platform/problems/refusal.ts";

/** The caller, or others who guess the same secret, failed too often. */
export class TooManyGuesses extends Refusal {
  readonly code = "rate-limited";
  override readonly retryAfter: number;

  /** @param seconds  until the next attempt is allowed. Rounded up to whole seconds. */
  constructor(seconds: number) {
    super("There were too many failed attempts. Please try again later.");
    this.retryAfter = Math.max(1, Math.ceil(seconds));
  }
}
