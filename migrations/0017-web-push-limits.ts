import { type Kysely, sql } from "kysely";

/**
 * A push subscription belongs to the session in which the browser subscribed. One whose pushes fail gets a pause.
 *
 * Subscriptions of earlier releases have no session and get no pushes. Their browsers subscribe again when the page
 * opens.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE push_subscriptions
      ADD session_id uuid,
      ADD failures integer NOT NULL DEFAULT 0,
      ADD paused_until timestamptz`.execute(db);
  await sql`CREATE INDEX push_subscriptions_of_session ON push_subscriptions (session_id)`.execute(db);
}
