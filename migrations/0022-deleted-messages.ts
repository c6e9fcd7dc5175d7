import { type Kysely, sql } from "kysely";

/** Finds the deleted messages behind a read position, which do not count as unread. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE INDEX messages_deleted ON messages (conversation_id, seq) WHERE deleted_at IS NOT NULL`.execute(
    db,
  );
}
