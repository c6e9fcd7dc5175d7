import type { ClientError } from "../../../contract/client-errors.ts";
import type { UserId } from "../../../contract/ids.ts";
import { logError } from "../../platform/observability/log.ts";

/** Lines per minute and instance of the function, so that a faulty or malicious client cannot flood the log. */
const linesPerMinute = 60;

/** Writes the errors that clients report to the log, at most 60 per minute. The rest is dropped. */
export class ClientErrorLog {
  #minute = 0;
  #lines = 0;

  /** @param now  milliseconds since the epoch */
  write(userId: UserId, { version, name, message, component, stack }: ClientError, now = Date.now()): void {
    const minute = Math.floor(now / 60_000);
    if (minute !== this.#minute) {
      this.#minute = minute;
      this.#lines = 0;
    }
    if (this.#lines++ >= linesPerMinute) return;
    const error = Object.assign(new Error(message), { name, stack });
    logError("client error", error, { version, component, userId });
  }
}
