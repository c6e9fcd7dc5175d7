import { type Kysely, sql } from "kysely";

/**
 * Settings of each participant, settings of each group, the role `admin`, and Web Push subscriptions.
 *
 * `archived_seq` is the last sequence number at the time of archiving, so that the next message brings the conversation
 * back. `unread_from` is the first message that the participant marked as unread.
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
