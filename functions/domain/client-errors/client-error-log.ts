import type { ClientError } from "../../../contract/client-errors.ts";
import type { UserId } from "../../../contract/ids.ts";
import { logError } from "../../platform/observability/log.ts";

/** Lines per minute and instance of the function, so that faulty or malicious clients cannot flood the log. */
const linesPerMinute = { all: 60, user: 10 } as const;

/**
 * Writes the errors that clients report to the log: at most 60 per minute, of which each user has at most 10. The rest
 * is dropped.
 */
export class ClientErrorLog {
  #minute = 0;
  #lines = 0;
  readonly #linesOf = new Map<UserId, number>();

  /** @param now  milliseconds since the epoch */
  write(userId: UserId, { version, name, message, component, stack }: ClientError, now = Date.now()): void {
    const minute = Math.floor(now / 60_000);
    if (minute !== this.#minute) {
      this.#minute = minute;
      this.#lines = 0;
      this.#linesOf.clear();
    }
    const ofUser = this.#linesOf.get(userId) ?? 0;
    if (this.#lines >= linesPerMinute.all || ofUser >= linesPerMinute.user) return;
    this.#lines++;
    this.#linesOf.set(userId, ofUser + 1);
    const error = Object.assign(new Error(message), { name, stack });
    logError("client error", error, { version, component, userId });
  }
}
