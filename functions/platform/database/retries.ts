import { jitteredWait } from "../jittered-wait.ts";
import { logError, logMetric } from "../observability/log.ts";
import { Unavailable, WakingUp } from "../problems/refusals.ts";

/**
 * The caller of a statement. A `gateway` (API Gateway, for 29 seconds at most) has a client that can repeat its
 * request. A `worker` runs jobs, which no client waits for.
 */
export type Caller = "gateway" | "worker";

/** The paused cluster resumes. AWS states about 15 seconds, and 30 or more after a pause of over a day. */
const resuming = "DatabaseResumingException";

/** Errors that prove that the statement did not run, so that a retry is always safe. */
const notRun = new Set([
  resuming,
  "ThrottlingException",
  "ECONNREFUSED",
  "NotConnected",
  // PostgreSQL's too_many_connections and cannot_connect_now: the server has no free connection, or is starting.
  "53300",
  "57P03",
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

/** The longest wait before the first retry and before any retry, in milliseconds. */
const backoff = { first: 100, most: 8_000 };

/**
 * Milliseconds after which no retry begins. A worker outlasts a resuming cluster. A gateway's client soon learns that
 * the database is waking up and shows it, instead of occupying an instance. For other errors, the last retry of a
 * gateway's statement can still time out after 10 seconds and be answered within 29.
 */
const patience: Readonly<Record<Caller, { resuming: number; otherwise: number }>> = {
  gateway: { resuming: 3_000, otherwise: 16_000 },
  worker: { resuming: 45_000, otherwise: 45_000 },
};

/** The error's code or name. The Data API reports PostgreSQL's code at the end of the message. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  if ("code" in error && typeof error.code === "string") return error.code;
  return /SQLState: (\w{5})$/.exec(error.message)?.[1] ?? error.name;
}

/**
 * Calls the database, and retries where that is safe. A call that did not run is always retried. A call that may have
 * run is retried only if it is `repeatable`.
 *
 * @throws {WakingUp} if the cluster was still resuming at the last attempt
 * @throws {Unavailable} if a retry is not safe, or if no attempt succeeded
 * @throws the error of the call itself, if the database refused it
 */
export async function withRetries<T>(
  { repeatable, caller }: { repeatable: boolean; caller: Caller },
  call: () => Promise<T>,
): Promise<T> {
  const started = Date.now();
  for (let attempt = 0; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      const name = nameOf(error);
      if (!notRun.has(name) && !outcomeUnknown.has(name)) throw error;
      const ceiling = Math.min(backoff.most, backoff.first * 4 ** attempt);
      const lastRetry = started + patience[caller][name === resuming ? "resuming" : "otherwise"];
      if (Date.now() + ceiling > lastRetry || (outcomeUnknown.has(name) && !repeatable)) {
        logError("the database does not answer", error);
        throw name === resuming ? new WakingUp() : new Unavailable();
      }
      logMetric("DatabaseRetries", 1);
      await jitteredWait(ceiling);
    }
  }
}
