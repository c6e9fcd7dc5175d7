import { type Kysely, sql } from "kysely";

/**
 * The participants who follow a thread, with their read positions. `last_read_number` is the number of the reply at
 * `last_read_seq`, so that the number of unread replies needs no counting. A participant who leaves follows no longer.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE thread_followers (
      user_id uuid NOT NULL,
      conversation_id uuid NOT NULL,
      root_id uuid NOT NULL,
      last_read_seq bigint NOT NULL DEFAULT 0,
      last_read_number bigint NOT NULL DEFAULT 0,
      PRIMARY KEY (user_id, conversation_id, root_id),
      FOREIGN KEY (conversation_id, user_id) REFERENCES participants (conversation_id, user_id) ON DELETE CASCADE,
      FOREIGN KEY (conversation_id, root_id) REFERENCES messages (conversation_id, id) ON DELETE CASCADE
    )`.execute(db);
  await sql`CREATE INDEX thread_followers_of_thread ON thread_followers (conversation_id, root_id, user_id)`.execute(
    db,
  );
}
