import { type Kysely, sql } from "kysely";

/**
 * What each person may set for themselves in a conversation, what a group decides for all, and admins; and where
 * people are reached while no page of theirs is open (Push API subscriptions).
 *
 * `archived_seq` is how far the conversation had come when it was archived: it comes back by itself with the next
 * message. `unread_from` is the message that somebody wants to read once more.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE participants
      DROP CONSTRAINT participants_role_check,
      ADD CONSTRAINT participants_role_check CHECK (role IN ('owner', 'admin', 'member')),
      ADD notify text NOT NULL DEFAULT 'all' CHECK (notify IN ('all', 'mentions', 'nothing')),
      ADD is_pinned boolean NOT NULL DEFAULT false,
      ADD archived_seq bigint,
      ADD unread_from bigint`.execute(db);
  await sql`
    ALTER TABLE conversations
      ADD version bigint NOT NULL DEFAULT 0,
      ADD admins_only boolean NOT NULL DEFAULT false`.execute(db);
  await sql`
    CREATE TABLE push_subscriptions (
      endpoint text PRIMARY KEY,
      user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
      p256dh text NOT NULL,
      auth text NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now()
    )`.execute(db);
  await sql`CREATE INDEX push_subscriptions_of_user ON push_subscriptions (user_id)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable("push_subscriptions").execute();
  await sql`ALTER TABLE conversations DROP version, DROP admins_only`.execute(db);
  await sql`UPDATE participants SET role = 'member' WHERE role = 'admin'`.execute(db);
  await sql`
    ALTER TABLE participants
      DROP notify, DROP is_pinned, DROP archived_seq, DROP unread_from,
      DROP CONSTRAINT participants_role_check,
      ADD CONSTRAINT participants_role_check CHECK (role IN ('owner', 'member'))`.execute(db);
}
