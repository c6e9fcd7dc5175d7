import { ProblemError } from "./http/problem-error.ts";

/** Where an error happened. */
export interface ErrorContext {
  /** A short constant name for a log, such as `outbox.put`. It never contains ids, names or messages. */
  readonly operation: string;
}

/**
 * Receives every error that no caller is waiting for. The client calls it with each failure, so a full disk may
 * report once per message. The port decides which repetitions to drop.
 *
 * @example
 * const reportError: ReportError = (error, { operation }) => log.warn({ operation, error });
 */
export type ReportError = (error: unknown, context: ErrorContext) => void;

/** The default port: writes to the console. */
export const logError: ReportError = (error, { operation }) =>
  console.error(`ChatFlow: ${operation} failed`, error);

/**
 * Whether a failure needs no report because the client recovers by itself. After a temporary failure it catches up
 * with the next connection. After a 401 the session has ended, and after a 404 the conversation is gone.
 */
export const isExpected = (error: unknown): boolean =>
  error instanceof ProblemError && (error.isTemporary || error.status === 401 || error.status === 404);

/** Runs a task that no caller waits for, and reports an unexpected failure. */
export function inBackground(operation: string, task: Promise<unknown>, reportError: ReportError): void {
  task.catch((error: unknown) => {
    if (!isExpected(error)) reportError(error, { operation });
  });
}
