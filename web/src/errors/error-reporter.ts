import { ProblemError } from "../../../client/http/problem-error.ts";
import type { ClientError } from "../../../contract/client-errors.ts";
import { errorReport } from "./error-report.ts";

const perMinute = 5;
/** Reports that wait for a connection or a sign-in. */
const mostWaiting = 10;

/**
 * Errors that a working page meets: the server is unreachable or busy, the session has ended, or another device was
 * faster. Not worth a report.
 */
export const isExpected = (error: unknown): boolean =>
  error instanceof ProblemError
    ? error.isTemporary || [401, 403, 404, 409].includes(error.status)
    : error instanceof DOMException && error.name === "AbortError";

export interface ErrorReporterOptions {
  /** The page's release. */
  version: string;
  now?: () => number;
}

/**
 * Receives every error that no other code handles, and reports it to the deployment's log without content: each error
 * once per page load, and at most five per minute.
 */
export class ErrorReporter {
  readonly #version: string;
  readonly #now: () => number;
  readonly #reported = new Set<string>();
  #recent: number[] = [];
  #waiting: ClientError[] = [];
  #send: ((report: ClientError) => Promise<unknown>) | undefined;

  constructor({ version, now = Date.now }: ErrorReporterOptions) {
    this.#version = version;
    this.#now = now;
  }

  /**
   * Starts sending reports, beginning with those that have waited.
   * @returns a function that stops sending, so that reports wait again
   */
  connect(send: (report: ClientError) => Promise<unknown>): () => void {
    this.#send = send;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const report of waiting) void this.#deliver(report);
    return () => {
      this.#send = undefined;
    };
  }

  /**
   * Takes an error. Never throws.
   * @param component  the part of the page in which it occurred, such as `message`. Must not contain content.
   */
  report = (error: unknown, component: string): void => {
    if (isExpected(error)) return;
    const report = errorReport(error, component, this.#version);
    const key = `${report.name} ${report.message} ${report.stack}`;
    if (this.#reported.has(key)) return;
    this.#recent = this.#recent.filter((time) => time > this.#now() - 60_000);
    if (this.#recent.length >= perMinute) return;
    this.#recent.push(this.#now());
    this.#reported.add(key);
    void this.#deliver(report);
  };

  /** Sends an error that the user asks to report, even if it was reported before. Never throws. */
  reportByUser = (error: unknown, component: string): void => {
    void this.#deliver(errorReport(error, `${component} (by the user)`, this.#version));
  };

  /** Reports the failure of a task that no user waits for. */
  background = (task: Promise<unknown>, component: string): void => {
    task.catch((error: unknown) => {
      if (!isExpected(error)) console.error(error);
      this.report(error, component);
    });
  };

  async #deliver(report: ClientError): Promise<void> {
    try {
      if (this.#send) return void (await this.#send(report));
    } catch {
      // A failed report is never reported itself. It waits for the next connection.
    }
    this.#waiting = [...this.#waiting, report].slice(-mostWaiting);
  }
}

/** Reports errors that no code catches. @returns a function that stops the reports */
export function watchWindow(window: Window, reporter: ErrorReporter): () => void {
  const onError = ({ error }: ErrorEvent) => {
    // An event without an error is a notice of the browser (ResizeObserver), or belongs to a script from another
    // origin.
    if (error) reporter.report(error, "window");
  };
  const onRejection = (event: PromiseRejectionEvent) => reporter.report(event.reason, "promise");
  window.addEventListener("error", onError);
  window.addEventListener("unhandledrejection", onRejection);
  return () => {
    window.removeEventListener("error", onError);
    window.removeEventListener("unhandledrejection", onRejection);
  };
}
