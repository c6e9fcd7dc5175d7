import { correlation } from "./correlation.ts";

/** One line of JSON, as it is: `console` would put the time and the request before it, in Lambda. */
const write = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

/**
 * One JSON line about a fault. Only the error's name, message and stack are written, and the stack only to
 * the log: bodies and secrets never are.
 */
export function logError(what: string, error: unknown, context: Record<string, string | number> = {}): void {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  write({ level: "error", what, name, message, ...correlation(), ...context, stack });
}

/** What is measured, and in what. */
const units = {
  /** From the arrival of a message to its ack. */
  SendLatency: "Milliseconds",
  /** Connections that did not take a push at once. */
  PushFailures: "Count",
  /** Calls to the database that were repeated. */
  DatabaseRetries: "Count",
  /** History, lists and searches that a reader answered; and those that it could not answer yet. */
  ReaderReads: "Count",
  ReaderMisses: "Count",
  SocketsOpened: "Count",
  SocketsClosed: "Count",
} as const;

/**
 * Writes a number that CloudWatch makes a metric of (the embedded metric format:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html).
 */
export function logMetric(name: keyof typeof units, value: number): void {
  const Metrics = [{ Name: name, Unit: units[name] }];
  const CloudWatchMetrics = [{ Namespace: "ChatFlow", Dimensions: [[]], Metrics }];
  write({ _aws: { Timestamp: Date.now(), CloudWatchMetrics }, [name]: value, ...correlation() });
}
