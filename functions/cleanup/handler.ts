import { databaseSettings, deliveryQueueUrl, uploadSettings } from "../configuration.ts";
import { removeExpired } from "../connections/connections.ts";
import { connect } from "../database/database.ts";
import type { DeliveryJob } from "../events/delivery-job.ts";
import { removeExpiredMailTokens } from "../identity/mail-tokens.ts";
import { removeExpiredTokens } from "../identity/refresh-tokens.ts";
import { JobQueue } from "../queue/job-queue.ts";
import { removeUnused } from "../storage/remove-unused.ts";

const db = await connect(databaseSettings());
const queue = new JobQueue<DeliveryJob>(deliveryQueueUrl());
const { UPLOADS_BUCKET } = uploadSettings();

/** Runs on a schedule: removes the rows of what ended without saying so, and the files that nothing has. */
export async function handler(): Promise<void> {
  const userIds = await removeExpired(db);
  await queue.send(userIds.map((userId) => ({ task: "check presence", userId })));
  await removeExpiredTokens(db);
  await removeExpiredMailTokens(db);
  await removeUnused(db, UPLOADS_BUCKET);
}
