import { type Kysely, sql } from "kysely";

/** Users' reminders of messages. `notified_at` is set once the server has reminded the user. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE reminders (
      user_id uuid NOT NULL,
      conversation_id uuid NOT NULL,
      message_id uuid NOT NULL,
      remind_at timestamptz(3) NOT NULL,
      notified_at timestamptz(3),
      PRIMARY KEY (user_id, conversation_id, message_id),
      FOREIGN KEY (conversation_id, user_id) REFERENCES participants (conversation_id, user_id) ON DELETE CASCADE,
      FOREIGN KEY (conversation_id, message_id) REFERENCES messages (conversation_id, id) ON DELETE CASCADE
    )`.execute(db);
  await sql`CREATE INDEX reminders_of_user ON reminders (user_id, remind_at, message_id)`.execute(db);
  await sql`CREATE INDEX reminders_of_participant ON reminders (conversation_id, user_id)`.execute(db);
  await sql`
    CREATE INDEX reminders_due ON reminders (remind_at, user_id, message_id) WHERE notified_at IS NULL`.execute(
    db,
  );
}
