import type { Message } from "../../../contract/messages.ts";
import type { JobQueue } from "../../platform/queue/job-queue.ts";
import type { MailRequests } from "../mail/mail-requests.ts";
import type { SentMessage } from "../messages/send.ts";
import { queueWebPush } from "./queue-web-push.ts";
import type { WebPushJob } from "./web-push-job.ts";

/** The queues of notifications for absent users. */
export interface AbsentQueues {
  webPushQueue: JobQueue<WebPushJob>;
  mailRequests: MailRequests;
}

/** Queues a Web Push notification and an e-mail about a missed call. Their functions find out who is absent. */
export const notifyOfMissedCall = (queues: AbsentQueues, message: Message): Promise<void> =>
  notifyAbsent(queues, { message, isForAbsent: true, isForMail: true });

/** Queues Web Push notifications of a message, and an e-mail about it, if absent users want them. */
export async function notifyAbsent(
  { webPushQueue, mailRequests }: AbsentQueues,
  { message, isForAbsent, isForMail }: Pick<SentMessage, "message" | "isForAbsent" | "isForMail">,
): Promise<void> {
  const { conversationId, id: messageId } = message;
  if (isForAbsent) await queueWebPush(webPushQueue, { conversationId, messageId });
  if (isForMail) await mailRequests.requestIfOffered({ mail: "missed", conversationId, messageId });
}
