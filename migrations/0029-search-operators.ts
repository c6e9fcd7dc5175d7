import { type Kysely, sql } from "kysely";

/**
 * Operators such as `has:link` find messages by lexemes that earlier releases did not write. Counts all messages as not
 * indexed, so that the migrate and cleanup functions write them again (`functions/domain/search/index-messages.ts`).
 * Other searches work as before.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`UPDATE conversations SET searched_seq = 0 WHERE searched_seq > 0`.execute(db);
}
