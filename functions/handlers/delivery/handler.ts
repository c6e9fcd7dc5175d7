import { ApiGatewayManagementApiClient } from "@aws-sdk/client-apigatewaymanagementapi";
import { settlePresence } from "../../domain/connections/connections.ts";
import { connectDatabase } from "../../domain/database.ts";
import { DeliveryJob } from "../../domain/events/delivery-job.ts";
import { announceFromQueue } from "../../domain/events/fan-out.ts";
import { sendWebPush } from "../../domain/notifications/send-web-push.ts";
import { WebPush } from "../../platform/outbound/web-push/web-push.ts";
import { jobFunction } from "../../platform/queue/job-function.ts";
import { JobQueue } from "../../platform/queue/job-queue.ts";
import { managementSettings } from "../../platform/realtime/push.ts";
import { SigningKey } from "../../platform/signing/signing-key.ts";
import { databaseSettings, deliveryQueueUrl, webPushContact, webPushKeyId } from "../configuration.ts";

const queue = new JobQueue<DeliveryJob>(deliveryQueueUrl());
const fanOut = {
  db: await connectDatabase(databaseSettings(), { caller: "worker" }),
  gateway: new ApiGatewayManagementApiClient(managementSettings),
  queue,
};
const webPush = new WebPush(new SigningKey(webPushKeyId()), webPushContact());

/** The delivery function. Runs the jobs of the delivery queue: announces events, sends Web Push and settles presences. */
export const handler = jobFunction(DeliveryJob, queue, async (job) => {
  if (job.task === "announce") return announceFromQueue(fanOut, job);
  if (job.task === "notify absent") {
    return sendWebPush(fanOut.db, webPush, job.conversationId, job.messageId);
  }
  if (await settlePresence(fanOut.db, job.userId)) return;
  const lastSeenAt = new Date().toISOString();
  const event = { type: "presence", userId: job.userId, online: false, lastSeenAt } as const;
  await announceFromQueue(fanOut, { event, audience: { of: "acquaintances", userId: job.userId } });
});
