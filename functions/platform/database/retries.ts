import { jitteredWait } from "../jittered-wait.ts";
import { logError, logMetric } from "../observability/log.ts";
import { Unavailable } from "../problems/refusals.ts";

/** Errors that prove that the statement did not run, so that a retry is always safe. */
const notRun = new Set([
  // The paused cluster resumes. According to AWS this takes up to about 15 seconds, and the client should retry.
  "DatabaseResumingException",
  "ThrottlingException",
  "ECONNREFUSED",
  "NotConnected",
]);

/** Errors after which the statement may or may not have run. */
const outcomeUnknown = new Set([
  "ServiceUnavailableError",
  "InternalServerErrorException",
  "DatabaseUnavailableException",
  "StatementTimeoutException",
  "TimeoutError",
  "ECONNRESET",
  "EPIPE",
  "ConnectionLost",
  // PostgreSQL's admin_shutdown and crash_shutdown: the server stopped during the statement.
  "57P01",
  "57P02",
]);

/** The longest wait before each retry, in milliseconds. Together they outlast a resuming cluster. */
const ceilings = [100, 400, 1_500, 4_000, 8_000, 8_000];

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}

/**
 * Calls the database, and retries where that is safe. A call that did not run is always retried. A call that may have run
 * is retried only if it is `repeatable`.
 *
 * @throws {Unavailable} if a retry is not safe, or if no attempt succeeded
 * @throws the error of the call itself, if the database refused it
 */
export async function withRetries<T>(repeatable: boolean, call: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      const name = nameOf(error);
      if (!notRun.has(name) && !outcomeUnknown.has(name)) throw error;
      const ceiling = ceilings[attempt];
      if (ceiling === undefined || (outcomeUnknown.has(name) && !repeatable)) {
        logError("the database does not answer", error);
        throw new Unavailable();
      }
      logMetric("DatabaseRetries", 1);
      await jitteredWait(ceiling);
    }
  }
}
