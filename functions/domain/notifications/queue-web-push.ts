import { logError } from "../../platform/observability/log.ts";
import type { JobQueue } from "../../platform/queue/job-queue.ts";
import type { WebPushJob } from "./web-push-job.ts";

/** Queues Web Push notifications of a message for its absent participants. A failure is only logged: the message has been sent. */
export async function queueWebPush(queue: JobQueue<WebPushJob>, job: WebPushJob): Promise<void> {
  try {
    await queue.send([job]);
  } catch (error) {
    logError("web push not queued", error);
  }
}
