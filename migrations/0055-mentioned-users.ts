import { type Kysely, sql } from "kysely";

/**
 * The participants whom a message mentions by name, so that every page shows the mentions that had an effect. NULL for
 * messages without a mention, and for those of earlier releases, whose text pages resolve themselves.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE messages ADD mentioned_users jsonb`.execute(db);
}
