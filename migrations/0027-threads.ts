import { type Kysely, sql } from "kysely";

/**
 * Threads: replies to a root message, and the number of them on the root.
 *
 * `reply_number` counts a thread's replies 1, 2, 3 … in the order of their sequence numbers. A reply that only its
 * thread shows has two more columns: `thread_only_number` counts such replies of the conversation, and `timeline_seq`
 * is the last message before it that the timeline shows. Other messages leave them empty, so functions of the previous
 * release need not know them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE messages
      ADD thread_id uuid,
      ADD also_in_conversation boolean NOT NULL DEFAULT false,
      ADD reply_number bigint,
      ADD thread_only_number bigint,
      ADD timeline_seq bigint,
      ADD reply_count bigint NOT NULL DEFAULT 0,
      ADD last_reply_at timestamptz,
      ADD replier_ids jsonb NOT NULL DEFAULT '[]'`.execute(db);
  await sql`
    CREATE INDEX messages_of_thread ON messages (conversation_id, thread_id, seq) INCLUDE (reply_number)
    WHERE thread_id IS NOT NULL`.execute(db);
  // Deleted replies do not count as unread.
  await sql`
    CREATE INDEX messages_deleted_replies ON messages (conversation_id, thread_id, seq)
    WHERE thread_id IS NOT NULL AND deleted_at IS NOT NULL`.execute(db);
  // Two look-ups give the number of these replies in any part of a conversation.
  await sql`
    CREATE INDEX messages_thread_only ON messages (conversation_id, seq) INCLUDE (thread_only_number)
    WHERE thread_only_number IS NOT NULL`.execute(db);
  // Set if the mention is in a reply that only its thread shows. It counts in the thread, not in the conversation.
  await sql`ALTER TABLE mentions ADD thread_id uuid`.execute(db);
}
