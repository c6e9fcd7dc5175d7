import { type Kysely, sql } from "kysely";

/**
 * Edits, deletions, reactions, attachments and mentions.
 *
 * Each change of a message takes the conversation's next `revision`. Revisions have no gaps, so a client that misses
 * one notices and asks for it. A message's row holds its reactions and attachments as JSON, written together with the
 * revision. The tables beside it record who reacted and who uploaded.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE conversations ADD last_revision bigint NOT NULL DEFAULT 0`.execute(db);
  await sql`
    ALTER TABLE messages
      ADD revision bigint NOT NULL DEFAULT 0,
      ADD reactions jsonb NOT NULL DEFAULT '[]',
      ADD attachments jsonb NOT NULL DEFAULT '[]'`.execute(db);
  await sql`CREATE INDEX messages_by_revision ON messages (conversation_id, revision) WHERE revision > 0`.execute(
    db,
  );
  await sql`
    CREATE TABLE mentions (
      user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
      conversation_id uuid NOT NULL,
      seq bigint NOT NULL,
      PRIMARY KEY (user_id, conversation_id, seq),
      FOREIGN KEY (conversation_id, seq) REFERENCES messages (conversation_id, seq) ON DELETE CASCADE
    )`.execute(db);
  await sql`CREATE INDEX mentions_of_message ON mentions (conversation_id, seq)`.execute(db);
  // A client uploads a file first. Sending the message assigns it.
  await sql`
    ALTER TABLE attachments
      ALTER message_id DROP NOT NULL,
      ADD uploader_id uuid NOT NULL REFERENCES users,
      ADD width integer,
      ADD height integer`.execute(db);
  await sql`CREATE INDEX attachments_unsent ON attachments (created_at) WHERE message_id IS NULL`.execute(db);
}
