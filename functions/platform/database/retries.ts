import { jitteredWait } from "../jittered-wait.ts";
import { logError, logMetric } from "../observability/log.ts";
import { Unavailable } from "../problems/refusals.ts";

/** Thrown before the statement ran, so that it is always safe to send it again. */
const notRun = new Set([
  // The cluster was paused and wakes up: AWS says to retry, and that it takes up to about 15 seconds.
  "DatabaseResumingException",
  "ThrottlingException",
  "ECONNREFUSED",
  "NotConnected",
]);

/** It may or may not have run. */
const outcomeUnknown = new Set([
  "ServiceUnavailableError",
  "InternalServerErrorException",
  "DatabaseUnavailableException",
  "StatementTimeoutException",
  "TimeoutError",
  "ECONNRESET",
  "EPIPE",
  "ConnectionLost",
  // PostgreSQL's admin_shutdown and crash_shutdown: the server went while it worked.
  "57P01",
  "57P02",
]);

/** Milliseconds before the n-th new attempt, at most; together they outlast a waking cluster. */
const ceilings = [100, 400, 1_500, 4_000, 8_000, 8_000];

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}

/**
 * Runs a call to the database, again where that is safe: a call that did not run, always; a call of which that is
 * outcomeUnknown, only if it is `repeatable`.
 * @throws Unavailable  when it is not safe, or no attempt succeeded
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
