import { settlePresence } from "../../domain/connections/connections.ts";
import { connectDatabase } from "../../domain/database.ts";
import { presenceAudience } from "../../domain/events/audience.ts";
import { DeliveryJob } from "../../domain/events/delivery-job.ts";
import { announceFromQueue, closeConnections } from "../../domain/events/fan-out.ts";
import type { WebPushJob } from "../../domain/notifications/web-push-job.ts";
import { jobFunction } from "../../platform/queue/job-function.ts";
import { JobQueue } from "../../platform/queue/job-queue.ts";
import { connectionsClient } from "../../platform/realtime/connections-client.ts";
import { databaseSettings, deliveryQueueUrl, webPushQueueUrl } from "../configuration.ts";

const queue = new JobQueue<DeliveryJob>(deliveryQueueUrl());
const fanOut = {
  db: await connectDatabase(databaseSettings(), { caller: "worker" }),
  gateway: connectionsClient(),
  queue,
};
const webPushQueue = new JobQueue<WebPushJob>(webPushQueueUrl());

/** The delivery function. Runs the jobs of the delivery queue: announces events and settles presences. */
export const handler = jobFunction(DeliveryJob, queue, async (job) => {
  if (job.task === "announce") return announceFromQueue(fanOut, job);
  if (job.task === "close") return closeConnections(fanOut, job);
  if (job.task === "notify absent") {
    const { conversationId, messageId } = job;
    return webPushQueue.send([{ conversationId, messageId }]);
  }
  if (await settlePresence(fanOut.db, job.userId)) return;
  const lastSeenAt = new Date().toISOString();
  const event = { type: "presence", userId: job.userId, online: false, lastSeenAt } as const;
  await announceFromQueue(fanOut, { event, audience: presenceAudience(job.userId) });
});
