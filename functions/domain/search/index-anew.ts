import { sql } from "kysely";
import type { ConversationId } from "../../../contract/ids.ts";
import type { Database } from "../database.ts";

/** The number of conversations in a batch. A batch locks them for a moment, so that no send waits for long. */
const batch = 1_000;

/**
 * Counts all messages as not indexed if their words are outdated since a migration. `indexMessages` then stores the words
 * of this release. Call it only once the functions of the previous release are replaced, because they store words in the
 * earlier form. A run that ends early is repeated by the next one.
 *
 * @param minAgeSeconds  does nothing if the migration ran later than this many seconds ago
 */
export async function indexAnew(db: Database, minAgeSeconds = 0): Promise<void> {
  const { rows } = await sql<{ since: string }>`
    SELECT w.words_outdated_since::text AS since FROM workspace w
    WHERE w.words_outdated_since <= now() - ${minAgeSeconds} * interval '1 second'`.execute(db.repeatable);
  const since = rows[0]?.since;
  if (since === undefined) return;
  let after: ConversationId | undefined;
  do after = await forgetIndex(db, after);
  while (after !== undefined);
  await sql`
    UPDATE workspace SET words_outdated_since = NULL
    WHERE words_outdated_since = ${since}::timestamptz`.execute(db.repeatable);
}

/**
 * Counts the messages of a batch of conversations as not indexed. Locks the conversations in the order of their ids, as
 * every function that locks several does.
 *
 * @returns the last conversation of the batch, or undefined after all conversations
 */
async function forgetIndex(
  db: Database,
  after: ConversationId | undefined,
): Promise<ConversationId | undefined> {
  const { rows } = await sql<{ id: ConversationId }>`
    WITH batch AS MATERIALIZED (
      SELECT c.id FROM conversations c
      WHERE ${after ?? null}::uuid IS NULL OR c.id > ${after ?? null}::uuid
      ORDER BY c.id LIMIT ${batch} FOR NO KEY UPDATE
    ), forgotten AS (
      UPDATE conversations c SET searched_seq = 0 FROM batch WHERE c.id = batch.id AND c.searched_seq > 0
    )
    SELECT batch.id FROM batch ORDER BY batch.id DESC LIMIT 1`.execute(db.repeatable);
  return rows[0]?.id;
}
