import { type Kysely, sql } from "kysely";

/**
 * The words of all messages are outdated: a word with a dot (`Node.js`) or a number behind a hyphen (`utf-8`) is found
 * without the sign, and both kinds of Japanese kana count alike.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`UPDATE workspace SET words_outdated_since = now()`.execute(db);
}
