import { type Kysely, sql } from "kysely";

/**
 * Full text search in what somebody may read: one index by conversation and word, so that neither other people's
 * conversations nor other words are read. `simple` keeps words as they are, in every language alike.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE EXTENSION IF NOT EXISTS btree_gin`.execute(db);
  await sql`
    CREATE INDEX messages_search ON messages
    USING gin (conversation_id, to_tsvector('simple'::regconfig, content))`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`DROP INDEX messages_search`.execute(db);
}
