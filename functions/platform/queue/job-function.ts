import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import * as z from "zod/mini";
import { correlated } from "../observability/correlation.ts";
import { logError } from "../observability/log.ts";
import type { JobQueue } from "./job-queue.ts";

/** The correlation of a job that a request caused. */
const Correlated = z.object({ correlationId: z.string() });

/** Parses a body. Text that is not JSON becomes undefined, which no job schema accepts. */
export function jsonIn(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/**
 * Makes the Lambda handler of a queue. It runs the jobs of a batch simultaneously, each under its own correlation, and
 * returns only the failed ones to the queue.
 *
 * @param run  runs one job. SQS delivers at least once, so it must tolerate a repetition.
 */
export function jobFunction<S extends z.ZodMiniType<object>>(
  schema: S,
  queue: JobQueue<z.output<S>>,
  run: (job: z.output<S>) => Promise<void>,
) {
  /** @returns whether the job succeeded. A failed job returns from the queue later. */
  const attempt = async (
    { messageId, receiptHandle, attributes }: SQSRecord,
    job: unknown,
  ): Promise<boolean> => {
    try {
      await run(schema.parse(job));
      return true;
    } catch (error) {
      logError("a job failed", error, { messageId });
      // The job returns after 2, 4, 8 … seconds. Six attempts outlast a restart of the database.
      await queue
        .retryIn(receiptHandle, 2 ** Number(attributes.ApproximateReceiveCount))
        .catch((cause: unknown) =>
          logError("a failed job waits for its visibility timeout", cause, { messageId }),
        );
      return false;
    }
  };
  return async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const done = await Promise.all(
      Records.map((record) => {
        const job = jsonIn(record.body);
        return correlated(Correlated.safeParse(job).data, () => attempt(record, job));
      }),
    );
    const failed = Records.filter((_, at) => !done[at]);
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };
}
