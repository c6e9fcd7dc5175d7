import { type Kysely, sql } from "kysely";

/**
 * Calls under way, and the users in them. `answered_at` is set once a second user has joined. A participant without a
 * renewed lease has left, even if no `$disconnect` event arrived.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE calls (
      conversation_id uuid PRIMARY KEY REFERENCES conversations (id) ON DELETE CASCADE,
      id uuid NOT NULL,
      started_by uuid NOT NULL,
      started_at timestamptz(3) NOT NULL,
      answered_at timestamptz(3),
      version bigint NOT NULL DEFAULT 1,
      -- The number of checks. Only the job with this number queues the next one, so that a repeated job starts no
      -- second series.
      checks bigint NOT NULL DEFAULT 0
    )`.execute(db);
  await sql`
    CREATE TABLE call_participants (
      conversation_id uuid NOT NULL REFERENCES calls (conversation_id) ON DELETE CASCADE,
      user_id uuid NOT NULL,
      seat uuid NOT NULL,
      connection_id text NOT NULL,
      joined_at timestamptz(3) NOT NULL,
      lease_until timestamptz(3) NOT NULL,
      PRIMARY KEY (conversation_id, user_id),
      FOREIGN KEY (conversation_id, user_id) REFERENCES participants (conversation_id, user_id) ON DELETE CASCADE
    )`.execute(db);
  await sql`CREATE INDEX call_participants_of_connection ON call_participants (connection_id)`.execute(db);
}
