import { sql } from "kysely";
import type { Bucket } from "../../platform/storage/bucket.ts";
import type { Database } from "../database.ts";
import type { StoredFile } from "./file-version.ts";

/** The tables of files that may still be replaced in the bucket. */
const tables = ["attachments", "pictures", "custom_emoji"] as const;

/** How many files to seal at a time. Each needs a call to S3, and the client opens up to 50 connections. */
const batchSize = 50;

/**
 * Seals the files whose upload forms have expired: records the version that is the file, and removes all others. The
 * bucket's lifecycle removes versions that another one replaced, and would otherwise remove the file itself.
 *
 * @param until  when to stop, in milliseconds. The next run continues.
 */
export async function sealFiles(db: Database, bucket: Bucket, until: number): Promise<void> {
  for (const table of tables) {
    let sealed = batchSize;
    while (sealed === batchSize && Date.now() < until) sealed = await sealSome(db, bucket, table);
  }
}

/** @returns the number of sealed files */
async function sealSome(db: Database, bucket: Bucket, table: (typeof tables)[number]): Promise<number> {
  const { rows } = await sql<StoredFile>`
    SELECT id, object_key, version_id FROM ${sql.table(table)}
    WHERE NOT is_sealed AND created_at < now() - interval '1 day'
    ORDER BY created_at LIMIT ${batchSize}`.execute(db.repeatable);
  const files = await Promise.all(
    rows.map(async ({ id, objectKey: key, versionId }) => {
      const versions = await bucket.versionIds(key);
      return { id, key, versions, kept: versionId ?? versions[0] ?? null };
    }),
  );
  // The next run repeats what fails between the steps, and keeps the same versions.
  const kept = JSON.stringify(files.map(({ id, kept: version_id }) => ({ id, version_id })));
  const matching = sql`FROM json_to_recordset(${kept}::json) AS kept (id uuid, version_id text) WHERE file.id = kept.id`;
  const update = sql`UPDATE ${sql.table(table)} AS file`;
  await sql`${update} SET version_id = kept.version_id ${matching} AND file.version_id IS NULL`.execute(
    db.repeatable,
  );
  await bucket.remove(
    files.flatMap(({ key, versions, kept }) =>
      versions.filter((versionId) => versionId !== kept).map((versionId) => ({ key, versionId })),
    ),
  );
  await sql`${update} SET is_sealed = true ${matching}`.execute(db.repeatable);
  return files.length;
}
