import { sql } from "kysely";
import type { WebPushMessage } from "../../../contract/web-push.ts";
import type { WebPush, WebPushUrgency } from "../../platform/outbound/web-push/web-push.ts";
import type { Database } from "../database.ts";

/** After this many failures in a row, a subscription is removed. Its browser subscribes again when the page opens. */
const maxFailures = 12;

/** A browser's subscription. */
export interface SubscriptionRow {
  endpoint: string;
  p256dh: string;
  auth: string;
  failures: number;
}

/** The condition that subscription `s` is not paused, and that its session has not ended. */
export const isUsable = sql`(s.paused_until IS NULL OR s.paused_until <= now()) AND EXISTS (
  SELECT FROM sessions o WHERE o.id = s.session_id AND o.ended_at IS NULL
)`;

/** Pushes a message to one browser, and records the outcome: a subscription ends, pauses or recovers. */
export async function sendToSubscription(
  { db, webPush }: { db: Database; webPush: WebPush },
  { endpoint, p256dh, auth, failures }: SubscriptionRow,
  message: WebPushMessage,
  urgency?: WebPushUrgency,
): Promise<void> {
  const outcome = await webPush.send(endpoint, { p256dh, auth }, message, urgency);
  if (outcome === "ended" || (outcome === "failed" && failures + 1 >= maxFailures)) {
    await sql`DELETE FROM push_subscriptions WHERE endpoint = ${endpoint}`.execute(db.repeatable);
  } else if (outcome === "failed") {
    await pause(db, endpoint, failures + 1);
  } else if (failures > 0) {
    await sql`
      UPDATE push_subscriptions SET failures = 0, paused_until = NULL
      WHERE endpoint = ${endpoint}`.execute(db.repeatable);
  }
}

/** Pauses a subscription for 1, 2, 4 … minutes, at most a day. */
async function pause(db: Database, endpoint: string, failures: number): Promise<void> {
  await sql`
    UPDATE push_subscriptions
    SET failures = ${failures}::integer,
      paused_until = now() + least(interval '1 minute' * 2 ^ (${failures}::integer - 1), interval '1 day')
    WHERE endpoint = ${endpoint}`.execute(db.repeatable);
}
