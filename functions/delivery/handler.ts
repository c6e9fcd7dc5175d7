import { ApiGatewayManagementApiClient } from "@aws-sdk/client-apigatewaymanagementapi";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { databaseSettings, deliveryQueueUrl } from "../configuration.ts";
import { settlePresence } from "../connections/connections.ts";
import { connect } from "../database/database.ts";
import { DeliveryJob } from "../events/delivery-job.ts";
import { DeliveryQueue } from "../events/delivery-queue.ts";
import { announceFromQueue } from "../events/fan-out.ts";
import { managementSettings } from "../events/push.ts";
import { logError } from "../log.ts";

const fanOut = {
  db: connect(databaseSettings()),
  gateway: new ApiGatewayManagementApiClient(managementSettings),
  queue: new DeliveryQueue(deliveryQueueUrl()),
};

async function run(job: DeliveryJob): Promise<void> {
  if (job.task === "announce") return announceFromQueue(fanOut, job);
  if (await settlePresence(fanOut.db, job.userId)) return;
  const event = { type: "presence", userId: job.userId, online: false } as const;
  await announceFromQueue(fanOut, { event, audience: { of: "acquaintances", userId: job.userId } });
}

/** Runs the jobs of a batch, all at once; only those that failed come again. */
export async function handler({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  const failures = await Promise.all(
    Records.map(async ({ messageId, body }) => {
      try {
        await run(DeliveryJob.parse(JSON.parse(body)));
        return [];
      } catch (error) {
        logError("delivery failed", error, { messageId });
        return [{ itemIdentifier: messageId }];
      }
    }),
  );
  return { batchItemFailures: failures.flat() };
}
