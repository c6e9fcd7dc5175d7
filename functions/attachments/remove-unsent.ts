import { DeleteObjectsCommand, S3Client } from "@aws-sdk/client-s3";
import { sql } from "kysely";
import type { AttachmentId } from "../../contract/ids.ts";
import { clientSettings } from "../aws-client.ts";
import type { Database } from "../database/database.ts";

/** S3 removes this many objects a call. */
const batchSize = 1_000;

/** Removes files that no message has: never sent, or of a message that was deleted. */
export async function removeUnsent(db: Database, bucket: string): Promise<void> {
  const s3 = new S3Client({ ...clientSettings({ answer: 20_000, connection: 2_000 }), forcePathStyle: true });
  for (;;) {
    const { rows } = await sql<{ id: AttachmentId; objectKey: string }>`
      SELECT id, object_key FROM attachments
      WHERE message_id IS NULL AND created_at < now() - interval '1 day'
      ORDER BY created_at LIMIT ${batchSize}`.execute(db.repeatable);
    if (rows.length === 0) return;
    const { Errors = [] } = await s3.send(
      new DeleteObjectsCommand({
        Bucket: bucket,
        Delete: { Objects: rows.map(({ objectKey }) => ({ Key: objectKey })), Quiet: true },
      }),
    );
    // Their rows stay, so that they are tried again.
    const [first] = Errors;
    if (first) throw new Error(`S3 did not remove ${Errors.length} objects: ${first.Code}`);
    await sql`
      DELETE FROM attachments
      WHERE id IN (SELECT value::uuid FROM json_array_elements_text(${JSON.stringify(rows.map(({ id }) => id))}::json))`.execute(
      db.repeatable,
    );
  }
}
