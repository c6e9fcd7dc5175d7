import { sql } from "kysely";
import type { ObjectStore } from "../../platform/storage/object-store.ts";
import type { Database } from "../database.ts";

/** The tables of files in the bucket. */
export type FileTable = "attachments" | "pictures";

export interface StoredFile {
  id: string;
  objectKey: string;
  versionId: string | null;
}

/**
 * Returns the version in the bucket that is the file: the first upload. An upload form stays valid for some minutes, so
 * more uploads may follow. The first call records the version, and no later call returns another one.
 *
 * @param check  runs before the version is recorded, and throws if the upload cannot be the file
 * @returns undefined if nothing has been uploaded
 */
export async function fileVersion(
  db: Database,
  objects: Pick<ObjectStore, "firstVersion">,
  table: FileTable,
  { id, objectKey, versionId }: StoredFile,
  check: (firstVersion: string) => Promise<void> = async () => {},
): Promise<string | undefined> {
  if (versionId !== null) return versionId;
  const first = await objects.firstVersion(objectKey);
  if (first === undefined) return undefined;
  await check(first);
  const { rows } = await sql<{ versionId: string }>`
    UPDATE ${sql.table(table)} SET version_id = coalesce(version_id, ${first})
    WHERE id = ${id}::uuid RETURNING version_id`.execute(db.repeatable);
  return rows[0]?.versionId;
}
