import { correlation } from "./correlation.ts";

/** Writes a line of JSON. In Lambda, `console` would prefix it with the time and the request id. */
const write = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

/**
 * Logs an error as one line of JSON with its name, message and stack. Request bodies and secrets are never logged.
 *
 * @param what     the event to search for, the same text for each occurrence
 * @param context  further fields, such as ids
 * @example
 * logError("a job failed", error, { messageId });
 */
export function logError(what: string, error: unknown, context: Record<string, string | number> = {}): void {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  write({ level: "error", what, name, message, ...correlation(), ...context, stack });
}

/** A line of the access log. It has no query, body or token. */
export interface Access {
  method: string;
  /** The route with the names of its parameters, not their values. */
  route: string;
  status: number;
  /** The viewer's address. API Gateway's own access log has no address, because it knows only the edge's. */
  address: string;
}

/** Logs a request, with the ids that connect it to API Gateway's access log. */
export const logAccess = (access: Access): void =>
  void write({ level: "info", what: "request", ...correlation(), ...access });

/** The unit of each metric. */
const units = {
  /** From a message's arrival to its ack. */
  SendLatency: "Milliseconds",
  /** Pushes that failed at the first attempt. */
  PushFailures: "Count",
  /** Retries of database calls. */
  DatabaseRetries: "Count",
  /** Reads that a reader answered, and reads that fell back to the writer. */
  ReaderReads: "Count",
  ReaderMisses: "Count",
  SocketsOpened: "Count",
  SocketsClosed: "Count",
} as const;

/**
 * Logs a number that CloudWatch turns into a metric (embedded metric format,
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html).
 */
export function logMetric(name: keyof typeof units, value: number): void {
  const Metrics = [{ Name: name, Unit: units[name] }];
  const CloudWatchMetrics = [{ Namespace: "ChatFlow", Dimensions: [[]], Metrics }];
  write({ _aws: { Timestamp: Date.now(), CloudWatchMetrics }, [name]: value, ...correlation() });
}
