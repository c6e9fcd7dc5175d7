import { type Kysely, sql } from "kysely";

/**
 * Polls. `polls.poll` is the latest state, as `Poll` in `contract/polls.ts` describes it. `messages.poll` is the state
 * that was last announced, so that a vote waits for no other change of its conversation, and several votes take one
 * revision. `announcing_at` is set while an announcement is queued.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE messages ADD poll jsonb`.execute(db);
  await sql`
    CREATE TABLE polls (
      conversation_id uuid NOT NULL,
      message_id uuid NOT NULL,
      poll jsonb NOT NULL,
      announcing_at timestamptz,
      PRIMARY KEY (conversation_id, message_id),
      FOREIGN KEY (conversation_id, message_id) REFERENCES messages (conversation_id, id) ON DELETE CASCADE
    )`.execute(db);
  await sql`CREATE INDEX polls_announcing ON polls (announcing_at) WHERE announcing_at IS NOT NULL`.execute(
    db,
  );
  await sql`
    CREATE TABLE poll_votes (
      conversation_id uuid NOT NULL,
      message_id uuid NOT NULL,
      user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      option smallint NOT NULL,
      voted_at timestamptz(3) NOT NULL,
      PRIMARY KEY (conversation_id, message_id, user_id, option),
      FOREIGN KEY (conversation_id, message_id) REFERENCES polls (conversation_id, message_id) ON DELETE CASCADE
    )`.execute(db);
  await sql`
    CREATE INDEX poll_votes_of_option ON poll_votes (conversation_id, message_id, option, voted_at, user_id)`.execute(
    db,
  );
  await sql`CREATE INDEX poll_votes_of_user ON poll_votes (user_id)`.execute(db);
}
