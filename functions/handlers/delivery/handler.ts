import { checkCall } from "../../domain/calls/check-call.ts";
import { settlePresence } from "../../domain/connections/connections.ts";
import { connectDatabase } from "../../domain/database.ts";
import { isDue, queueDue } from "../../domain/due/due-job.ts";
import { Announcements } from "../../domain/events/announcements.ts";
import { presenceAudience } from "../../domain/events/audience.ts";
import { DeliveryJob } from "../../domain/events/delivery-job.ts";
import { endConnection } from "../../domain/events/end-connection.ts";
import { announceFromQueue, closeConnections } from "../../domain/events/fan-out.ts";
import type { LinkPreviewJob } from "../../domain/link-previews/link-preview-job.ts";
import { MailRequests } from "../../domain/mail/mail-requests.ts";
import type { WebPushJob } from "../../domain/notifications/web-push-job.ts";
import { announcePoll } from "../../domain/polls/announce-poll.ts";
import { remind } from "../../domain/reminders/remind.ts";
import { sendDue } from "../../domain/scheduled-messages/send-scheduled.ts";
import { remindOfText } from "../../domain/text-reminders/remind-of-text.ts";
import { announceAvailability } from "../../domain/users/announce-availability.ts";
import { jobFunction } from "../../platform/queue/job-function.ts";
import { JobQueue } from "../../platform/queue/job-queue.ts";
import { connectionsClient } from "../../platform/realtime/connections-client.ts";
import { ObjectStore } from "../../platform/storage/object-store.ts";
import {
  databaseSettings,
  deliveryQueueUrl,
  linkPreviewsQueueUrl,
  mailQueueUrl,
  sendLimits,
  uploadSettings,
  webPushQueueUrl,
} from "../configuration.ts";

const queue = new JobQueue<DeliveryJob>(deliveryQueueUrl());
const fanOut = {
  db: await connectDatabase(databaseSettings(), { caller: "worker" }),
  gateway: connectionsClient(),
  queue,
};
const webPushQueue = new JobQueue<WebPushJob>(webPushQueueUrl());
const mailQueue = mailQueueUrl();
const dueDelivery = {
  db: fanOut.db,
  announcements: new Announcements(queue),
  webPushQueue,
  mailRequests: new MailRequests(mailQueue === undefined ? undefined : new JobQueue(mailQueue)),
  linkPreviewQueue: new JobQueue<LinkPreviewJob>(linkPreviewsQueueUrl()),
  objects: new ObjectStore(uploadSettings()),
  rate: sendLimits().user,
};

/**
 * The delivery function. Runs the jobs of the delivery queue: announces events, settles presences, sends scheduled
 * messages, and reminds people.
 */
export const handler = jobFunction(DeliveryJob, queue, async (job) => {
  if (job.task === "announce") return announceFromQueue(fanOut, job);
  if (job.task === "close") return closeConnections(fanOut, job);
  if (job.task === "announce availability") return announceAvailability(fanOut, job.userId);
  if (job.task === "announce poll") return announcePoll(fanOut, job);
  if (job.task === "notify absent") {
    const { conversationId, messageId } = job;
    return webPushQueue.send([{ conversationId, messageId }]);
  }
  if (job.task === "send scheduled" || job.task === "remind" || job.task === "remind of text") {
    if (!isDue(job)) return queueDue(queue, [job]);
    if (job.task === "send scheduled") return sendDue(dueDelivery, job);
    return job.task === "remind" ? remind(dueDelivery, job) : remindOfText(dueDelivery, job);
  }
  if (job.task === "end connection") return endConnection(fanOut, job);
  if (job.task === "check call") return checkCall(fanOut, dueDelivery, job);
  if (await settlePresence(fanOut.db, job.userId)) return;
  const lastSeenAt = new Date().toISOString();
  const event = { type: "presence", userId: job.userId, online: false, lastSeenAt } as const;
  await announceFromQueue(fanOut, { event, audience: presenceAudience(job.userId) });
});
