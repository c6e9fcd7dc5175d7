import { DeleteObjectsCommand, S3Client } from "@aws-sdk/client-s3";
import { type RawBuilder, sql } from "kysely";
import { clientSettings } from "../../platform/aws-client.ts";
import { idList } from "../../platform/database/id-list.ts";
import type { Database } from "../database.ts";

/** How many objects S3 removes in one call. */
const batchSize = 1_000;

const s3 = new S3Client({ ...clientSettings({ answer: 20_000, connection: 2_000 }), forcePathStyle: true });

/** @throws if S3 does not remove all of the objects */
async function removeObjects(bucket: string, keys: readonly string[]): Promise<void> {
  const { Errors = [] } = await s3.send(
    new DeleteObjectsCommand({
      Bucket: bucket,
      Delete: { Objects: keys.map((Key) => ({ Key })), Quiet: true },
    }),
  );
  const [first] = Errors;
  if (first) throw new Error(`S3 did not remove ${Errors.length} objects: ${first.Code}`);
}

/**
 * Removes a table's unused files that are older than a day.
 *
 * @param isUnused  tests row `f`
 */
async function removeOf(
  db: Database,
  bucket: string,
  table: RawBuilder<unknown>,
  isUnused: RawBuilder<unknown>,
): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ id: string; objectKey: string }>`
      SELECT f.id, f.object_key FROM ${table} f
      WHERE f.created_at < now() - interval '1 day' AND ${isUnused}
      ORDER BY f.created_at LIMIT ${batchSize}`.execute(db.repeatable);
    if (rows.length === 0) return;
    // Removes the objects first. If that fails, their rows remain and the next run tries again.
    await removeObjects(
      bucket,
      rows.map(({ objectKey }) => objectKey),
    );
    const ids = idList(rows.map(({ id }) => id));
    await sql`DELETE FROM ${table} WHERE id IN (SELECT listed.id FROM ${ids} listed)`.execute(db.repeatable);
  }
}

/** Removes files that belong to no message, and pictures that no user or group shows. */
export async function removeUnused(db: Database, bucket: string): Promise<void> {
  await removeOf(db, bucket, sql`attachments`, sql`f.message_id IS NULL`);
  await removeOf(
    db,
    bucket,
    sql`pictures`,
    sql`NOT EXISTS (SELECT FROM users u WHERE u.picture_id = f.id)
      AND NOT EXISTS (SELECT FROM conversations c WHERE c.picture_id = f.id)`,
  );
}
