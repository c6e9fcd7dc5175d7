import { type Kysely, sql } from "kysely";

/**
 * Presence, and how many messages each user can still send.
 *
 * Presence has its own table because it lags behind the connections: a user is online from the first connection until
 * the grace period after the last one. The row is also a lock between opening a connection and settling the presence.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("presence")
    .addColumn("user_id", "uuid", (column) => column.primaryKey().references("users.id").onDelete("cascade"))
    .addColumn("is_online", "boolean", (column) => column.notNull())
    .addColumn("changed_at", "timestamptz", (column) => column.notNull().defaultTo(sql`clock_timestamp()`))
    .execute();
  // A token bucket for each user. Free space in each page keeps the frequent updates out of the index (HOT).
  await sql`
    CREATE TABLE send_allowances (
      user_id uuid PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
      sends_left double precision NOT NULL,
      refilled_at timestamptz NOT NULL
    ) WITH (fillfactor = 50)`.execute(db);
}
