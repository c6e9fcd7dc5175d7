import { type Kysely, sql } from "kysely";

/**
 * The texts that users have written and not sent. `place` is the root of a thread, or the conversation itself. One
 * sequence numbers the changes of all drafts, so that a removed draft needs no row: its revision never returns. There
 * is no reference to the participant, because a draft outlives the membership.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE SEQUENCE draft_revisions`.execute(db);
  await sql`
    CREATE TABLE drafts (
      user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      conversation_id uuid NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
      place uuid NOT NULL,
      content text NOT NULL,
      revision bigint NOT NULL,
      updated_at timestamptz(3) NOT NULL DEFAULT now(),
      PRIMARY KEY (user_id, conversation_id, place)
    )`.execute(db);
}
