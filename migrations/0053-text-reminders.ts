import { type Kysely, sql } from "kysely";

/** Users' reminders of texts. `notified_at` is set once the server has reminded the user. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE text_reminders (
      user_id uuid NOT NULL REFERENCES users (id),
      id uuid NOT NULL,
      content text NOT NULL,
      remind_at timestamptz(3) NOT NULL,
      notified_at timestamptz(3),
      PRIMARY KEY (user_id, id)
    )`.execute(db);
  await sql`
    CREATE INDEX text_reminders_due ON text_reminders (remind_at, user_id, id) WHERE notified_at IS NULL`.execute(
    db,
  );
}
