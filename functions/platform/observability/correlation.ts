import { AsyncLocalStorage } from "node:async_hooks";

/** The ids that connect the log lines of one request, through the queues to the last push. */
export interface Correlation {
  /** The id that the client sent, otherwise API Gateway's request id. */
  correlationId: string;
  /** API Gateway's request id, which its access logs contain. Jobs from a queue have none. */
  requestId?: string;
}

const current = new AsyncLocalStorage<Correlation>();

/** Returns the correlation of the current request or job, if there is one. */
export const correlation = (): Correlation | undefined => current.getStore();

/** Runs a task under a correlation, which also applies to everything that the task starts. */
export const correlated = <T>(as: Correlation | undefined, task: () => T): T =>
  as ? current.run(as, task) : task();

/** Accepts a client's id only if it cannot forge log lines: 1 to 64 letters, digits, `_` and `-`. */
export const isCorrelationId = (text: string | undefined): text is string =>
  text !== undefined && /^[\w-]{1,64}$/.test(text);
