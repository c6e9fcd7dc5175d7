/** A call of a function to an AWS service. */
export interface ServiceCall {
  service: "rds-data" | "kms" | "sqs" | "ses" | "connections";
  /** `Execute`, `SendMessageBatch`, `POST` … */
  operation: string;
}

/** What can go wrong with a call. */
export type Fault =
  /** Answered with this error, and not done. */
  | { kind: "refuse"; status: number; name: string }
  /** Done after this many milliseconds. */
  | { kind: "delay"; ms: number }
  /** The connection breaks before it is done. */
  | { kind: "drop" }
  /** It is done, and the connection breaks before the answer. */
  | { kind: "lose answer" }
  /** It is done twice. */
  | { kind: "duplicate" }
  /** It is answered as if it were done. A push to a network that is gone ends like this. */
  | { kind: "swallow" };

/** Decides for each call to AWS whether something goes wrong with it. Nothing does, until somebody sets `decide`. */
export class Faults {
  decide: (call: ServiceCall) => Fault | undefined = () => undefined;
}
