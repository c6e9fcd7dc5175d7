import { type Kysely, sql } from "kysely";

/** The device of each session, deleted accounts, and an index for the export of a user's own messages. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE refresh_tokens ADD user_agent text`.execute(db);
  await sql`ALTER TABLE users ADD deleted_at timestamptz`.execute(db);
  await sql`CREATE INDEX messages_of_sender ON messages (sender_id, conversation_id, seq)`.execute(db);
}
