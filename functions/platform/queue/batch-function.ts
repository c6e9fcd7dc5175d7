import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import type * as z from "zod/mini";
import { logError } from "../observability/log.ts";
import { jsonIn } from "./job-function.ts";

/**
 * Makes the Lambda handler of a queue whose jobs are cheaper to run as a batch. If the run fails, all jobs of the batch
 * return to the queue.
 *
 * @param run  runs the jobs of a batch. SQS delivers at least once, so it must tolerate a repetition.
 */
export function batchFunction<S extends z.ZodMiniType<object>>(
  schema: S,
  run: (jobs: z.output<S>[]) => Promise<void>,
) {
  return async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const failed: string[] = [];
    const jobs: z.output<S>[] = [];
    for (const { messageId, body } of Records) {
      const { data, error } = schema.safeParse(jsonIn(body));
      if (data !== undefined) jobs.push(data);
      else {
        logError("a job does not match its schema", error, { messageId });
        failed.push(messageId);
      }
    }
    try {
      await run(jobs);
    } catch (error) {
      logError("a batch failed", error, { jobs: jobs.length });
      return { batchItemFailures: Records.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    }
    return { batchItemFailures: failed.map((messageId) => ({ itemIdentifier: messageId })) };
  };
}
