import { type Kysely, sql } from "kysely";

/**
 * Earlier versions of edited messages, and the origin of forwarded ones.
 *
 * `number` counts the versions of a message 1, 2, 3 … The first version and the newest others are kept. A forwarded
 * message has separate rows for its files, which share the objects in the bucket.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE message_versions (
      conversation_id uuid NOT NULL,
      message_id uuid NOT NULL,
      number bigint NOT NULL,
      content text NOT NULL,
      written_at timestamptz NOT NULL,
      PRIMARY KEY (conversation_id, message_id, number),
      FOREIGN KEY (conversation_id, message_id) REFERENCES messages (conversation_id, id) ON DELETE CASCADE
    )`.execute(db);
  await sql`ALTER TABLE workspace ADD keeps_versions boolean NOT NULL DEFAULT true`.execute(db);
  await sql`ALTER TABLE messages ADD forwarded jsonb`.execute(db);
  await sql`
    CREATE INDEX attachments_of_conversation ON attachments (conversation_id, id)
    WHERE message_id IS NOT NULL`.execute(db);
  await sql`ALTER TABLE attachments DROP CONSTRAINT attachments_object_key_key`.execute(db);
  await sql`CREATE INDEX attachments_of_object ON attachments (object_key) WHERE message_id IS NOT NULL`.execute(
    db,
  );
}
