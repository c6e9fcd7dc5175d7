/** The result of one check before a deployment. */
export interface Finding {
  /** The subject, such as `Lambda concurrency`. */
  readonly subject: string;
  /** A `problem` makes the deployment fail. A `warning` limits what people can do afterwards. */
  readonly verdict: "ok" | "warning" | "problem";
  readonly detail: string;
  /** The action that resolves the finding. */
  readonly remedy?: string;
}

/** One check. It reads from AWS, and changes nothing. */
export type Check = () => Promise<readonly Finding[]>;

/** The name of an error of an AWS client. */
export const errorName = (error: unknown): string => (error instanceof Error ? error.name : String(error));
