import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { Download } from "../../../contract/files.ts";
import { PictureId, type UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import type { NewPicture, PictureUpload } from "../../../contract/pictures.ts";
import { pictureSize } from "../../platform/pictures/picture-size.ts";
import type { ObjectStore } from "../../platform/storage/object-store.ts";
import { takeAllowance } from "../allowances.ts";
import type { Database } from "../database.ts";
import { fileVersion, type StoredFile } from "../files/file-version.ts";
import { NotYourPicture, PictureNotFound, UnusablePicture } from "./refusals.ts";

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
 * Returns the version of a picture, like `fileVersion`. A few kilobytes can announce so many pixels that a browser needs
 * gigabytes to show them, so the first call checks the size of the upload.
 *
 * @throws {UnusablePicture} if the upload is no picture, or has too many pixels
 */
const pictureVersion = (
  db: Database,
  objects: Pick<ObjectStore, "firstVersion" | "read">,
  picture: StoredFile,
): Promise<string | undefined> =>
  fileVersion(db, objects, "pictures", picture, async (versionId) => {
    const size = pictureSize(await objects.read(picture.objectKey, versionId));
    if (!size || Math.max(size.width, size.height) > limits.pictureSide) throw new UnusablePicture();
  });

/**
 * Returns a short-lived address of a picture, for any signed-in user who knows its id.
 *
 * @throws {PictureNotFound} also if it has not been uploaded, or the upload is no usable picture
 */
export async function downloadPicture(db: Database, objects: ObjectStore, id: PictureId): Promise<Download> {
  const { rows } = await sql<StoredFile>`
    SELECT id, object_key, version_id FROM pictures WHERE id = ${id}::uuid`.execute(db.repeatable);
  const [row] = rows;
  if (!row) throw new PictureNotFound();
  const versionId = await pictureVersion(db, objects, row).catch((error: unknown) => {
    if (error instanceof UnusablePicture) return undefined;
    throw error;
  });
  if (versionId === undefined) throw new PictureNotFound();
  return objects.download(row.objectKey, versionId, { fileName: "picture", isInline: true });
}

/**
 * Records the version that the owner of a picture has uploaded, before a user or a group shows the picture. S3 may list
 * an upload that began earlier but ended later as the first version. Does nothing for a picture of another user.
 *
 * @throws {UnusablePicture}
 */
export async function keepUploadedVersion(
  db: Database,
  objects: Pick<ObjectStore, "firstVersion" | "read">,
  ownerId: UserId,
  id: PictureId,
): Promise<void> {
  const { rows } = await sql<StoredFile>`
    SELECT id, object_key, version_id FROM pictures
    WHERE id = ${id}::uuid AND owner_id = ${ownerId}::uuid`.execute(db.repeatable);
  const [row] = rows;
  if (row) await pictureVersion(db, objects, row);
}

/** @throws {NotYourPicture} unless the caller uploaded the picture */
export async function requireOwnPicture(db: Database, ownerId: UserId, id: PictureId): Promise<void> {
  const { rows } = await sql`
    SELECT 1 FROM pictures WHERE id = ${id}::uuid AND owner_id = ${ownerId}::uuid`.execute(db.repeatable);
  if (rows.length === 0) throw new NotYourPicture();
}
