import { type Kysely, sql } from "kysely";

/** What a device calls itself, accounts that are gone, and an index for the messages that somebody takes with them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE refresh_tokens ADD user_agent text`.execute(db);
  await sql`ALTER TABLE users ADD deleted_at timestamptz`.execute(db);
  await sql`CREATE INDEX messages_of_sender ON messages (sender_id, conversation_id, seq)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`DROP INDEX messages_of_sender`.execute(db);
  await sql`ALTER TABLE users DROP deleted_at`.execute(db);
  await sql`ALTER TABLE refresh_tokens DROP user_agent`.execute(db);
}
