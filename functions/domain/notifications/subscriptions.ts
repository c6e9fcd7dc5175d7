import { sql } from "kysely";
import type { SessionId, UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import type { WebPushSubscription } from "../../../contract/web-push.ts";
import type { Database } from "../database.ts";
import { SessionEnded } from "../sessions/refusals.ts";

/** The session in which a browser subscribes. */
export interface Subscriber {
  userId: UserId;
  sessionId: SessionId;
}

/**
 * Stores a browser's push subscription. It belongs to the session, and ends with it. A browser has one user: the last
 * one who subscribed there. A user's eleventh subscription replaces the least recent one.
 *
 * @throws {SessionEnded}
 */
export async function addSubscription(
  db: Database,
  { userId, sessionId }: Subscriber,
  { endpoint, keys }: WebPushSubscription,
): Promise<void> {
  const { rows } = await sql<{ isAdded: boolean }>`
    SELECT add_push_subscription_v1(
      ${endpoint}, ${userId}::uuid, ${sessionId}::uuid, ${keys.p256dh}, ${keys.auth},
      ${limits.pushSubscriptions}::integer
    ) AS is_added`.execute(db.repeatable);
  if (rows[0]?.isAdded !== true) throw new SessionEnded();
}

/** Removes a user's push subscription. */
export async function removeSubscription(db: Database, userId: UserId, endpoint: string): Promise<void> {
  await sql`
    DELETE FROM push_subscriptions WHERE endpoint = ${endpoint} AND user_id = ${userId}::uuid`.execute(
    db.repeatable,
  );
}
