import { type Kysely, sql } from "kysely";

/**
 * The sections of each user's conversation list in their order, and the section of each conversation. A section that its
 * user deletes leaves its id in `participants`, where nothing refers to it any more: clearing it would write a row for
 * each conversation.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE users ADD COLUMN sections jsonb NOT NULL DEFAULT '[]'`.execute(db);
  await sql`ALTER TABLE participants ADD COLUMN section_id uuid`.execute(db);
}
