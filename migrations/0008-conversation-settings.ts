import { type Kysely, sql } from "kysely";

/**
 * What each person may set for themselves in a conversation, what a group decides for all, and admins.
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
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE conversations DROP version, DROP admins_only`.execute(db);
  await sql`UPDATE participants SET role = 'member' WHERE role = 'admin'`.execute(db);
  await sql`
    ALTER TABLE participants
      DROP notify, DROP is_pinned, DROP archived_seq, DROP unread_from,
      DROP CONSTRAINT participants_role_check,
      ADD CONSTRAINT participants_role_check CHECK (role IN ('owner', 'member'))`.execute(db);
}
