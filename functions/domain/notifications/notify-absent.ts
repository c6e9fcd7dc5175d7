import type { UserId } from "../../../contract/ids.ts";
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

/**
 * Queues a Web Push notification and an e-mail about a missed call. Their functions find out who is absent. Users for whom
 * the call was silenced, because they declined or left it, get no notification.
 */
export const notifyOfMissedCall = (
  queues: AbsentQueues,
  message: Message,
  silenced: UserId[],
): Promise<void> => notifyAbsent(queues, { message, isForAbsent: true, isForMail: true }, silenced);

/** Queues Web Push notifications of a message, and an e-mail about it, if absent users want them. `except` get no notification. */
export async function notifyAbsent(
  { webPushQueue, mailRequests }: AbsentQueues,
  { message, isForAbsent, isForMail }: Pick<SentMessage, "message" | "isForAbsent" | "isForMail">,
  except: UserId[] = [],
): Promise<void> {
  const { conversationId, id: messageId } = message;
  if (isForAbsent)
    await queueWebPush(webPushQueue, { conversationId, messageId, ...(except.length > 0 && { except }) });
  if (isForMail) await mailRequests.requestIfOffered({ mail: "missed", conversationId, messageId });
}
