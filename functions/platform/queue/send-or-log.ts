import { logError } from "../observability/log.ts";
import type { JobQueue } from "./job-queue.ts";

/**
 * Queues jobs whose loss the caller tolerates. A failure is only logged.
 *
 * @param what  the event to search for in the log
 * @param parameters  those of `JobQueue.send`
 */
export async function sendOrLog<Job extends object>(
  queue: JobQueue<Job>,
  what: string,
  ...parameters: Parameters<JobQueue<Job>["send"]>
): Promise<void> {
  try {
    await queue.send(...parameters);
  } catch (error) {
    logError(what, error, { jobs: parameters[0].length });
  }
}
