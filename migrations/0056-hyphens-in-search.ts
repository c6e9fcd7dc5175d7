import { type Kysely, sql } from "kysely";

/**
 * Counts all messages as not indexed, like 0052: words with hyphens and numbers with separators have a further token
 * without these, and digits of all scripts count alike.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`UPDATE conversations SET searched_seq = 0 WHERE searched_seq > 0`.execute(db);
}
