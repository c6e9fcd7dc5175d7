import { ApiGatewayManagementApiClient } from "@aws-sdk/client-apigatewaymanagementapi";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { databaseSettings, deliveryQueueUrl, pushContact, pushKeyId } from "../configuration.ts";
import { settlePresence } from "../connections/connections.ts";
import { connect } from "../database/database.ts";
import { DeliveryJob } from "../events/delivery-job.ts";
import { DeliveryQueue } from "../events/delivery-queue.ts";
import { announceFromQueue } from "../events/fan-out.ts";
import { managementSettings } from "../events/push.ts";
import { SigningKey } from "../identity/signing-key.ts";
import { logError } from "../log.ts";
import { notifyAbsent } from "../push/notify-absent.ts";
import { WebPush } from "../push/web-push.ts";

const fanOut = {
  db: connect(databaseSettings()),
  gateway: new ApiGatewayManagementApiClient(managementSettings),
  queue: new DeliveryQueue(deliveryQueueUrl()),
};

const webPush = new WebPush(new SigningKey(pushKeyId()), pushContact());

async function run(job: DeliveryJob): Promise<void> {
  if (job.task === "announce") return announceFromQueue(fanOut, job);
  if (job.task === "notify absent") {
    return notifyAbsent(fanOut.db, webPush, job.conversationId, job.messageId);
  }
  if (await settlePresence(fanOut.db, job.userId)) return;
  const lastSeenAt = new Date().toISOString();
  const event = { type: "presence", userId: job.userId, online: false, lastSeenAt } as const;
  await announceFromQueue(fanOut, { event, audience: { of: "acquaintances", userId: job.userId } });
}

/** Runs one job of the queue. @returns whether it is done; if not, it comes again a while later */
async function attempt({ messageId, receiptHandle, body, attributes }: SQSRecord): Promise<boolean> {
  try {
    await run(DeliveryJob.parse(JSON.parse(body)));
    return true;
  } catch (error) {
    logError("delivery failed", error, { messageId });
    // 2, 4, 8 … seconds: six attempts span a restart of the database.
    await fanOut.queue
      .retryIn(receiptHandle, 2 ** Number(attributes.ApproximateReceiveCount))
      .catch((cause: unknown) => logError("comes again later only", cause, { messageId }));
    return false;
  }
}

/** Runs the jobs of a batch, all at once; only those that failed come again. */
export async function handler({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  const done = await Promise.all(Records.map(attempt));
  const failed = Records.filter((_, at) => !done[at]);
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}
