import { type Kysely, sql } from "kysely";

/**
 * Messages that users have saved for themselves, and the lexeme by which `is:thread` finds replies.
 *
 * The rows of a user who leaves a conversation stay, in case the user returns. Queries return only messages that their
 * reader may read.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE saved_messages (
      user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
      conversation_id uuid NOT NULL,
      message_id uuid NOT NULL,
      saved_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
      PRIMARY KEY (user_id, conversation_id, message_id),
      FOREIGN KEY (conversation_id, message_id) REFERENCES messages (conversation_id, id) ON DELETE CASCADE
    )`.execute(db);
  await sql`CREATE INDEX saved_messages_by_time ON saved_messages (user_id, saved_at, message_id)`.execute(
    db,
  );
  await sql`CREATE INDEX saved_messages_of_message ON saved_messages (conversation_id, message_id)`.execute(
    db,
  );
  await sql`
    UPDATE message_search s SET tokens = s.tokens || '''=thread'''::tsvector
    FROM messages m
    WHERE m.thread_id IS NOT NULL AND s.conversation_id = m.conversation_id AND s.created_at = m.created_at
      AND s.seq = m.seq AND s.tokens IS NOT NULL`.execute(db);
}
