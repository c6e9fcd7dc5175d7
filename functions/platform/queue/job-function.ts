import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import * as z from "zod/mini";
import { correlated } from "../observability/correlation.ts";
import { logError } from "../observability/log.ts";
import type { JobQueue } from "./job-queue.ts";

/** A job that some request has led to. */
const Correlated = z.object({ correlationId: z.string() });

/** What a body says; undefined, which is no job, if it is no JSON. */
function jsonIn(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** A Lambda handler that does the jobs of a batch, all at once; only those that failed come again. */
export function jobFunction<S extends z.ZodMiniType<object>>(
  schema: S,
  queue: JobQueue<z.output<S>>,
  run: (job: z.output<S>) => Promise<void>,
) {
  /** @returns whether the job is done; if not, it comes again a while later */
  const attempt = async (
    { messageId, receiptHandle, attributes }: SQSRecord,
    job: unknown,
  ): Promise<boolean> => {
    try {
      await run(schema.parse(job));
      return true;
    } catch (error) {
      logError("a job failed", error, { messageId });
      // 2, 4, 8 … seconds: six attempts span a restart of the database.
      await queue
        .retryIn(receiptHandle, 2 ** Number(attributes.ApproximateReceiveCount))
        .catch((cause: unknown) => logError("comes again later only", cause, { messageId }));
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
