import { type Kysely, sql } from "kysely";

/**
 * Full-text search. One index over conversation and word reads neither other conversations nor other words.
 * The configuration `simple` treats all languages alike: it does not stem words and has no stop words.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE EXTENSION IF NOT EXISTS btree_gin`.execute(db);
  await sql`
    CREATE INDEX messages_search ON messages
    USING gin (conversation_id, to_tsvector('simple'::regconfig, content))`.execute(db);
}
