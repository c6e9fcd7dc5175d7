import { type Kysely, sql } from "kysely";

/**
 * Previews of links in messages, and the pages that functions have fetched for them.
 *
 * A row of `link_pages` lets many messages share one fetch. `page` is NULL if the page has no preview. The function
 * that has set `claimed_until` fetches the page; the others wait.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE messages ADD previews jsonb`.execute(db);
  await sql`ALTER TABLE workspace ADD link_previews boolean NOT NULL DEFAULT true`.execute(db);
  await sql`
    CREATE TABLE link_pages (
      address_hash text PRIMARY KEY,
      page jsonb,
      claimed_until timestamptz NOT NULL,
      expires_at timestamptz NOT NULL
    )`.execute(db);
  await sql`CREATE INDEX link_pages_expired ON link_pages (expires_at)`.execute(db);
}
