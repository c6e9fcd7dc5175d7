import { sql } from "kysely";
import type { PictureId } from "../../contract/ids.ts";
import type { Database } from "../database/database.ts";
import { idList } from "../database/id-list.ts";
import { removalSize, removeObjects } from "../storage/remove-objects.ts";

/** Removes pictures that are nobody's and no group's (any more). */
export async function removeUnused(db: Database, bucket: string): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ id: PictureId; objectKey: string }>`
      SELECT p.id, p.object_key FROM pictures p
      WHERE p.created_at < now() - interval '1 day'
        AND NOT EXISTS (SELECT FROM users u WHERE u.picture_id = p.id)
        AND NOT EXISTS (SELECT FROM conversations c WHERE c.picture_id = p.id)
      LIMIT ${removalSize}`.execute(db.repeatable);
    if (rows.length === 0) return;
    await removeObjects(
      bucket,
      rows.map(({ objectKey }) => objectKey),
    );
    const ids = idList(rows.map(({ id }) => id));
    await sql`DELETE FROM pictures WHERE id IN (SELECT listed.id FROM ${ids} listed)`.execute(db.repeatable);
  }
}
