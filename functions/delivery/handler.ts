import { ApiGatewayManagementApiClient } from "@aws-sdk/client-apigatewaymanagementapi";
import { databaseSettings, deliveryQueueUrl, pushContact, pushKeyId } from "../configuration.ts";
import { settlePresence } from "../connections/connections.ts";
import { connect } from "../database/database.ts";
import { DeliveryJob } from "../events/delivery-job.ts";
import { announceFromQueue } from "../events/fan-out.ts";
import { managementSettings } from "../events/push.ts";
import { SigningKey } from "../identity/signing-key.ts";
import { notifyAbsent } from "../push/notify-absent.ts";
import { WebPush } from "../push/web-push.ts";
import { jobFunction } from "../queue/job-function.ts";
import { JobQueue } from "../queue/job-queue.ts";

const queue = new JobQueue<DeliveryJob>(deliveryQueueUrl());
const fanOut = {
  db: await connect(databaseSettings()),
  gateway: new ApiGatewayManagementApiClient(managementSettings),
  queue,
};
const webPush = new WebPush(new SigningKey(pushKeyId()), pushContact());

/** Tells people of what has happened, as the jobs of the delivery queue say. */
export const handler = jobFunction(DeliveryJob, queue, async (job) => {
  if (job.task === "announce") return announceFromQueue(fanOut, job);
  if (job.task === "notify absent") {
    return notifyAbsent(fanOut.db, webPush, job.conversationId, job.messageId);
  }
  if (await settlePresence(fanOut.db, job.userId)) return;
  const lastSeenAt = new Date().toISOString();
  const event = { type: "presence", userId: job.userId, online: false, lastSeenAt } as const;
  await announceFromQueue(fanOut, { event, audience: { of: "acquaintances", userId: job.userId } });
});
