import { type Kysely, sql } from "kysely";

/**
 * The time since which the words of all messages are outdated, or null. `indexAnew` counts all messages as not indexed
 * once the functions of the previous release are replaced: until then, they store words in the earlier form.
 *
 * The words are outdated since 0060: Korean words are found by each of their parts, numbers by the digits behind one
 * letter, and Arabic words without their article.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE workspace ADD words_outdated_since timestamptz`.execute(db);
  await sql`UPDATE workspace SET words_outdated_since = now()`.execute(db);
}
