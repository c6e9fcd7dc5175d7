import { AsyncLocalStorage } from "node:async_hooks";

/** What ties the log lines of one request together, through the queues to the last push. */
export interface Correlation {
  /** The browser's, or API Gateway's where that sent none. */
  correlationId: string;
  /** API Gateway's, as in its access logs; absent in what a queue has started. */
  requestId?: string;
}

const current = new AsyncLocalStorage<Correlation>();

/** What is being done, for whoever writes of it; undefined outside of a request. */
export const correlation = (): Correlation | undefined => current.getStore();

/** Runs `task`, and all that it starts, under a correlation. */
export const correlated = <T>(as: Correlation | undefined, task: () => T): T =>
  as ? current.run(as, task) : task();

/** An id that somebody sent us may go into a log if it can do no harm there. */
export const isCorrelationId = (text: string | undefined): text is string =>
  text !== undefined && /^[\w-]{1,64}$/.test(text);
