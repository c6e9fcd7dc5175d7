import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { Download } from "../../../contract/files.ts";
import { PictureId, type UserId } from "../../../contract/ids.ts";
import type { NewPicture, PictureUpload } from "../../../contract/pictures.ts";
import type { ObjectStore } from "../../platform/storage/object-store.ts";
import { takeAllowance } from "../allowances.ts";
import type { Database } from "../database.ts";
import { fileVersion, type StoredFile } from "../files/file-version.ts";
import { NotYourPicture, PictureNotFound } from "./refusals.ts";

/** Registers a picture before its upload. @returns the form to upload it with @throws {RateLimited} */
export async function addPicture(
  db: Database,
  objects: ObjectStore,
  ownerId: UserId,
  { contentType, sizeBytes }: NewPicture,
): Promise<PictureUpload> {
  await takeAllowance(db, ownerId, "uploads");
  const id = PictureId.parse(uuidv7());
  const key = `files/pictures/${id}`;
  await sql`
    INSERT INTO pictures (id, owner_id, object_key, size_bytes)
    VALUES (${id}::uuid, ${ownerId}::uuid, ${key}, ${sizeBytes})
    ON CONFLICT DO NOTHING`.execute(db.repeatable);
  return { id, ...objects.uploadForm(key, contentType, sizeBytes) };
}

/**
 * Returns a short-lived address of a picture, for any signed-in user who knows its id.
 *
 * @throws {PictureNotFound} also if it has not been uploaded
 */
export async function downloadPicture(db: Database, objects: ObjectStore, id: PictureId): Promise<Download> {
  const { rows } = await sql<StoredFile>`
    SELECT id, object_key, version_id FROM pictures WHERE id = ${id}::uuid`.execute(db.repeatable);
  const [row] = rows;
  if (!row) throw new PictureNotFound();
  const versionId = await fileVersion(db, objects, "pictures", row);
  if (versionId === undefined) throw new PictureNotFound();
  return objects.download(row.objectKey, versionId, { fileName: "picture", isInline: true });
}

/**
 * Records the version that the owner of a picture has uploaded, before a user or a group shows the picture. S3 may list
 * an upload that began earlier but ended later as the first version. Does nothing for a picture of another user.
 */
export async function keepUploadedVersion(
  db: Database,
  objects: Pick<ObjectStore, "firstVersion">,
  ownerId: UserId,
  id: PictureId,
): Promise<void> {
  const { rows } = await sql<StoredFile>`
    SELECT id, object_key, version_id FROM pictures
    WHERE id = ${id}::uuid AND owner_id = ${ownerId}::uuid`.execute(db.repeatable);
  const [row] = rows;
  if (row) await fileVersion(db, objects, "pictures", row);
}

/** @throws {NotYourPicture} unless the caller uploaded the picture */
export async function requireOwnPicture(db: Database, ownerId: UserId, id: PictureId): Promise<void> {
  const { rows } = await sql`
    SELECT 1 FROM pictures WHERE id = ${id}::uuid AND owner_id = ${ownerId}::uuid`.execute(db.repeatable);
  if (rows.length === 0) throw new NotYourPicture();
}
