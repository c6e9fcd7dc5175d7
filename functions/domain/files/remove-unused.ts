import { type RawBuilder, sql } from "kysely";
import { idList } from "../../platform/database/id-list.ts";
import type { Bucket } from "../../platform/storage/bucket.ts";
import type { Database } from "../database.ts";
import type { FileTable } from "./file-version.ts";

/** How many files to remove at a time. */
const batchSize = 1_000;

/**
 * Removes a table's unused files that are older than a day.
 *
 * @param isUnused  tests row `f`
 */
async function removeOf(
  db: Database,
  bucket: Bucket,
  table: FileTable,
  isUnused: RawBuilder<unknown>,
): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ id: string; objectKey: string }>`
      SELECT f.id, f.object_key FROM ${sql.table(table)} f
      WHERE f.created_at < now() - interval '1 day' AND ${isUnused}
      ORDER BY f.created_at LIMIT ${batchSize}`.execute(db.repeatable);
    if (rows.length === 0) return;
    // Removes the objects first. If that fails, their rows remain and the next run tries again.
    await bucket.remove(rows.map(({ objectKey: key }) => ({ key })));
    const ids = idList(rows.map(({ id }) => id));
    await sql`DELETE FROM ${sql.table(table)} WHERE id IN (SELECT listed.id FROM ${ids} listed)`.execute(
      db.repeatable,
    );
  }
}

/**
 * Neither a message nor a scheduled one has the file. The file of a forwarded message is the object of the original's
 * file, so the object stays while one message has it.
 */
const isUnusedAttachment = sql`f.message_id IS NULL
  AND NOT EXISTS (
    SELECT FROM scheduled_messages s WHERE s.user_id = f.uploader_id AND s.attachment_ids ? f.id::text
  )
  AND NOT EXISTS (
    SELECT FROM attachments copy WHERE copy.object_key = f.object_key AND copy.message_id IS NOT NULL
  )`;

/** Removes files that belong to no message and no scheduled one, and pictures that no user or group shows. */
export async function removeUnused(db: Database, bucket: Bucket): Promise<void> {
  await removeOf(db, bucket, "attachments", isUnusedAttachment);
  await removeOf(
    db,
    bucket,
    "pictures",
    sql`NOT EXISTS (SELECT FROM users u WHERE u.picture_id = f.id)
      AND NOT EXISTS (SELECT FROM conversations c WHERE c.picture_id = f.id)`,
  );
}
