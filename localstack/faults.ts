/** A function's call to an AWS service. */
export interface ServiceCall {
  service: "rds-data" | "kms" | "sqs" | "ses" | "lambda" | "connections";
  /** `Execute`, `SendMessageBatch`, `POST` … */
  operation: string;
}

/** A fault of a call. */
export type Fault =
  /** The call is refused with this error and not executed. */
  | { kind: "refuse"; status: number; name: string }
  /** The call is executed after this many milliseconds. */
  | { kind: "delay"; ms: number }
  /** The connection breaks before the call is executed. */
  | { kind: "drop" }
  /** The call is executed, and the connection breaks before the answer. */
  | { kind: "lose answer" }
  /** The call is executed twice. */
  | { kind: "duplicate" }
  /** The call is answered as if it were executed. A push into a dead network ends like this. */
  | { kind: "swallow" };

/**
 * Decides whether a call to AWS fails, and how. It receives the body of the request. No call fails unless a test sets
 * `decide`.
 */
export class Faults {
  decide: (call: ServiceCall, body: Buffer) => Fault | undefined = () => undefined;
}
