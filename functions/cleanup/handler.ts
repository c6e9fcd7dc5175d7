import { databaseSettings, deliveryQueueUrl } from "../configuration.ts";
import { removeExpired } from "../connections/connections.ts";
import { connect } from "../database/database.ts";
import { DeliveryQueue } from "../events/delivery-queue.ts";
import { removeExpiredTokens } from "../identity/refresh-tokens.ts";

const db = connect(databaseSettings());
const queue = new DeliveryQueue(deliveryQueueUrl());

/** Runs on a schedule: removes the rows of what ended without saying so. */
export async function handler(): Promise<void> {
  const userIds = await removeExpired(db);
  await queue.send(userIds.map((userId) => ({ task: "check presence", userId })));
  await removeExpiredTokens(db);
}
