import { sql } from "kysely";
import type { UserId } from "../../../contract/ids.ts";
import type { WebPushSubscription } from "../../../contract/web-push.ts";
import type { Database } from "../database.ts";

/** Stores a browser's push subscription. A browser has one user: the last one who subscribed there. */
export async function addSubscription(
  db: Database,
  userId: UserId,
  { endpoint, keys }: WebPushSubscription,
): Promise<void> {
  await sql`
    INSERT INTO push_subscriptions (endpoint, user_id, p256dh, auth)
    VALUES (${endpoint}, ${userId}::uuid, ${keys.p256dh}, ${keys.auth})
    ON CONFLICT (endpoint) DO UPDATE
      SET user_id = excluded.user_id, p256dh = excluded.p256dh, auth = excluded.auth`.execute(db.repeatable);
}

/** Removes a user's push subscription. */
export async function removeSubscription(db: Database, userId: UserId, endpoint: string): Promise<void> {
  await sql`
    DELETE FROM push_subscriptions WHERE endpoint = ${endpoint} AND user_id = ${userId}::uuid`.execute(
    db.repeatable,
  );
}
