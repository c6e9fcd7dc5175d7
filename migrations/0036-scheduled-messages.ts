import { type Kysely, sql } from "kysely";

/**
 * Messages that the server sends later. `sending_at` is set while it does, so that they cannot be changed meanwhile,
 * and `failure` once it could not. There is no reference to the participant, because a message outlives the membership.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE scheduled_messages (
      id uuid PRIMARY KEY,
      user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      conversation_id uuid NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
      content text NOT NULL,
      reply_to uuid,
      thread_id uuid,
      also_in_conversation boolean NOT NULL DEFAULT false,
      attachment_ids jsonb NOT NULL DEFAULT '[]',
      send_at timestamptz(3) NOT NULL,
      sending_at timestamptz,
      failure text
    )`.execute(db);
  await sql`
    CREATE INDEX scheduled_messages_of_user ON scheduled_messages (user_id, send_at, id)`.execute(db);
  await sql`
    CREATE INDEX scheduled_messages_due ON scheduled_messages (send_at, id) WHERE failure IS NULL`.execute(
    db,
  );
}
