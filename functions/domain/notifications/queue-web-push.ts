import type { JobQueue } from "../../platform/queue/job-queue.ts";
import { sendOrLog } from "../../platform/queue/send-or-log.ts";
import type { WebPushJob } from "./web-push-job.ts";

/**
 * Queues Web Push notifications of a message for its absent participants, of a call, or of a text reminder. A failure is
 * only logged: the message has been sent, the call rings on the page, and the reminder waits on the home page.
 */
export const queueWebPush = (queue: JobQueue<WebPushJob>, job: WebPushJob): Promise<void> =>
  sendOrLog(queue, "web push not queued", [job]);
