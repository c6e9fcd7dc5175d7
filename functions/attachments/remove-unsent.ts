import { sql } from "kysely";
import type { AttachmentId } from "../../contract/ids.ts";
import type { Database } from "../database/database.ts";
import { idList } from "../database/id-list.ts";
import { removalSize, removeObjects } from "../storage/remove-objects.ts";

/** Removes files that no message has: never sent, or of a message that was deleted. */
export async function removeUnsent(db: Database, bucket: string): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ id: AttachmentId; objectKey: string }>`
      SELECT id, object_key FROM attachments
      WHERE message_id IS NULL AND created_at < now() - interval '1 day'
      ORDER BY created_at LIMIT ${removalSize}`.execute(db.repeatable);
    if (rows.length === 0) return;
    // Objects first: while a row is there, its object is tried again.
    await removeObjects(
      bucket,
      rows.map(({ objectKey }) => objectKey),
    );
    const ids = idList(rows.map(({ id }) => id));
    await sql`DELETE FROM attachments WHERE id IN (SELECT listed.id FROM ${ids} listed)`.execute(
      db.repeatable,
    );
  }
}
