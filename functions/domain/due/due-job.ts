import * as z from "zod/mini";
import { ConversationId, MessageId, TextReminderId, UserId } from "../../../contract/ids.ts";
import type { JobQueue } from "../../platform/queue/job-queue.ts";

/**
 * Jobs of the delivery queue that wait until a time. A job carries no content: when it is due, the database decides
 * whether there is still something to do. A new time queues another job, and the earlier job then finds nothing to do.
 */
export const DueJob = z.discriminatedUnion("task", [
  z.object({ task: z.literal("send scheduled"), id: MessageId, at: z.iso.datetime() }),
  z.object({
    task: z.literal("remind"),
    userId: UserId,
    conversationId: ConversationId,
    messageId: MessageId,
    at: z.iso.datetime(),
  }),
  z.object({
    task: z.literal("remind of text"),
    userId: UserId,
    id: TextReminderId,
    at: z.iso.datetime(),
  }),
]);
export type DueJob = z.infer<typeof DueJob>;

/** The longest delay of a message in SQS. */
const longestDelaySeconds = 900;

/**
 * Jobs wait in the queue if they are due within this time. The daily cleanup queues the others, two hours early, since
 * it does not run to the minute. A job therefore takes at most 105 turns in the queue, none of which wakes the
 * database.
 */
export const horizonMs = 26 * 60 * 60_000;

/**
 * Queues jobs that are due within the horizon. A repeated job does no harm.
 *
 * @throws if SQS refuses a job. The cleanup queues it again within a day.
 */
export async function queueDue<Job extends object>(
  queue: JobQueue<Job>,
  jobs: readonly (Job & { at: string })[],
  now = Date.now(),
): Promise<void> {
  const waits = new Map<number, (Job & { at: string })[]>();
  for (const job of jobs) {
    const ms = Date.parse(job.at) - now;
    if (ms > horizonMs) continue;
    const seconds = Math.min(longestDelaySeconds, Math.max(0, Math.ceil(ms / 1_000)));
    waits.set(seconds, [...(waits.get(seconds) ?? []), job]);
  }
  for (const [seconds, delayed] of waits) await queue.send(delayed, seconds);
}

/** Whether a job's time has come. */
export const isDue = (job: { at: string }, now = Date.now()): boolean => Date.parse(job.at) <= now;
