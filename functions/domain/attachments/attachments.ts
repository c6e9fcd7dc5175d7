import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { NewAttachment, Upload } from "../../../contract/attachments.ts";
import { type Download, pictureTypes } from "../../../contract/files.ts";
import { AttachmentId, type ConversationId, type UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import { replaceHidden } from "../../../contract/names.ts";
import { headBytes, pictureSize, pictureSizeFromHead } from "../../platform/pictures/picture-size.ts";
import type { ObjectStore } from "../../platform/storage/object-store.ts";
import { takeAllowance } from "../allowances.ts";
import { requireParticipant } from "../conversations/membership.ts";
import type { Database } from "../database.ts";
import { fileVersion } from "../files/file-version.ts";
import { type MessageRow, messageColumns, toMessage } from "../messages/rows.ts";
import { vectorOf } from "../search/search-vector.ts";
import { BecameFile, FileNotFound } from "./refusals.ts";
import { attachmentKey } from "./uploads.ts";

/**
 * The media types that a browser runs as a script (WHATWG, MIME Sniffing, "JavaScript MIME type"), and some that look like
 * them. Files are on the page's origin, and its policy admits scripts from there. With `nosniff`, a file of another type
 * never runs.
 */
const scriptTypes = /^(text|application)\/(x-)?(java|ecma|j|live)script/;

/**
 * Registers a file before its upload.
 *
 * @returns the form to upload it with
 * @throws {ConversationNotFound} also if the uploader does not take part
 * @throws {RateLimited}
 */
export async function addAttachment(
  db: Database,
  objects: ObjectStore,
  conversationId: ConversationId,
  uploaderId: UserId,
  { fileName, contentType, sizeBytes, width, height }: NewAttachment,
): Promise<Upload> {
  await requireParticipant(db, conversationId, uploaderId);
  await takeAllowance(db, uploaderId, "uploads");
  const id = AttachmentId.parse(uuidv7());
  const objectKey = attachmentKey(conversationId, id);
  await sql`
    INSERT INTO attachments (id, conversation_id, uploader_id, file_name, content_type, size_bytes, width, height, object_key, name_tokens)
    VALUES (${id}::uuid, ${conversationId}::uuid, ${uploaderId}::uuid, ${fileName}, ${contentType}, ${sizeBytes},
      ${width ?? null}::integer, ${height ?? null}::integer, ${objectKey}, ${vectorOf(fileName)}::tsvector)
    ON CONFLICT DO NOTHING`.execute(db.repeatable);
  return {
    attachment: { id, fileName, contentType, sizeBytes, ...(width && { width }), ...(height && { height }) },
    ...objects.uploadForm(objectKey, contentType, sizeBytes),
  };
}

/**
 * Returns a short-lived address of a file. A few kilobytes can announce a picture for which each reader's browser needs
 * gigabytes. The first call for a picture therefore checks the upload. A picture that has too many pixels, or no known
 * format, becomes a file of its message, before anyone receives an address of it.
 *
 * @throws {FileNotFound} if the caller does not take part, no message has the file, or it has not been uploaded
 * @throws {BecameFile} if this call has changed the message
 */
export async function downloadAttachment(
  db: Database,
  objects: ObjectStore,
  conversationId: ConversationId,
  readerId: UserId,
  id: AttachmentId,
): Promise<Download> {
  const row = await db.repeatable
    .selectFrom("attachments as a")
    .innerJoin("participants as p", "p.conversationId", "a.conversationId")
    .select(["a.id", "a.objectKey", "a.versionId", "a.fileName", "a.contentType", "a.isChecked"])
    .where("a.id", "=", sql<AttachmentId>`${id}::uuid`)
    .where("a.conversationId", "=", sql<ConversationId>`${conversationId}::uuid`)
    .where("a.messageId", "is not", null)
    .where("p.userId", "=", sql<UserId>`${readerId}::uuid`)
    .executeTakeFirst();
  if (!row) throw new FileNotFound();
  const versionId = await fileVersion(db, objects, "attachments", row);
  if (versionId === undefined) throw new FileNotFound();
  const isPicture = pictureTypes.has(row.contentType);
  if (isPicture && !row.isChecked) {
    const limit = await shownPixels(db, conversationId, id);
    if (!(await isShowable(objects, row.objectKey, versionId, limit)))
      await showAsFile(db, conversationId, id);
    await sql`UPDATE attachments SET is_checked = true WHERE id = ${id}::uuid`.execute(db.repeatable);
  }
  return objects.download(row.objectKey, versionId, {
    // A row may be older than the rules for names.
    fileName: replaceHidden(row.fileName, "_"),
    isInline: isPicture,
    contentType: scriptTypes.test(row.contentType) ? "text/plain" : undefined,
  });
}

/**
 * Returns the maximum pixels of a picture: an equal share of its message's limit for each of the message's pictures. A
 * picture that becomes a file leaves its share to the pictures that are checked later, so the limit holds in any order.
 */
async function shownPixels(db: Database, conversationId: ConversationId, id: AttachmentId): Promise<number> {
  const types = JSON.stringify([...pictureTypes]);
  const { rows } = await sql<{ pictures: number }>`
    SELECT count(*) AS pictures FROM attachments a
    JOIN attachments other ON other.conversation_id = a.conversation_id AND other.message_id = a.message_id
    WHERE a.id = ${id}::uuid AND a.conversation_id = ${conversationId}::uuid
      AND other.content_type IN (SELECT json_array_elements_text(${types}::json))`.execute(db.repeatable);
  return Math.min(limits.shownPixels, limits.shownPixelsOfMessage / Math.max(1, rows[0]?.pictures ?? 1));
}

/** Whether a browser can show a picture with a moderate amount of memory. */
async function isShowable(
  objects: Pick<ObjectStore, "read">,
  objectKey: string,
  versionId: string,
  pixels: number,
): Promise<boolean> {
  const size =
    pictureSizeFromHead(await objects.read(objectKey, versionId, headBytes)) ??
    pictureSize(await objects.read(objectKey, versionId));
  return size !== undefined && size.width * size.height <= pixels;
}

/**
 * Never returns an address, because the caller's page may still show it as a picture.
 *
 * @throws {BecameFile}
 * @throws {FileNotFound} if another call was faster
 */
async function showAsFile(db: Database, conversationId: ConversationId, id: AttachmentId): Promise<never> {
  const { rows } = await sql<MessageRow>`
    SELECT ${messageColumns(sql`changed`)}
    FROM show_as_file_v1(${conversationId}::uuid, ${id}::uuid) changed`.execute(db.repeatable);
  const [row] = rows;
  throw row ? new BecameFile(toMessage(row)) : new FileNotFound();
}
