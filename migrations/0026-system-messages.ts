import { type Kysely, sql } from "kysely";

/**
 * Messages that report a change of their conversation. They do not count as unread, like deleted ones. The index of the
 * deleted ones (migration 0022) stays for the functions of the previous release.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE messages ADD system jsonb`.execute(db);
  await sql`
    CREATE INDEX messages_uncounted ON messages (conversation_id, seq)
    WHERE deleted_at IS NOT NULL OR system IS NOT NULL`.execute(db);
}
