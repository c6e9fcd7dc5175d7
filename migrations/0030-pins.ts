import { type Kysely, sql } from "kysely";

/** Pinned messages of a conversation. Pinning is a change of the message, so it takes a revision. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE messages ADD pinned_at timestamptz(3), ADD pinned_by uuid`.execute(db);
  await sql`
    CREATE INDEX messages_pinned ON messages (conversation_id, pinned_at, seq)
    WHERE pinned_at IS NOT NULL`.execute(db);
}
