import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { NewAttachment, Upload } from "../../../contract/attachments.ts";
import { type Download, pictureTypes } from "../../../contract/files.ts";
import { AttachmentId, type ConversationId, type UserId } from "../../../contract/ids.ts";
import { replaceHidden } from "../../../contract/names.ts";
import type { ObjectStore } from "../../platform/storage/object-store.ts";
import { takeAllowance } from "../allowances.ts";
import { requireParticipant } from "../conversations/membership.ts";
import type { Database } from "../database.ts";
import { fileVersion } from "../files/file-version.ts";
import { vectorOf } from "../search/search-vector.ts";
import { FileNotFound } from "./refusals.ts";
import { attachmentKey } from "./uploads.ts";

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
 * Returns a short-lived address of a file.
 *
 * @throws {FileNotFound} if the caller does not take part, no message has the file, or it has not been uploaded
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
    .select(["a.id", "a.objectKey", "a.versionId", "a.fileName", "a.contentType"])
    .where("a.id", "=", sql<AttachmentId>`${id}::uuid`)
    .where("a.conversationId", "=", sql<ConversationId>`${conversationId}::uuid`)
    .where("a.messageId", "is not", null)
    .where("p.userId", "=", sql<UserId>`${readerId}::uuid`)
    .executeTakeFirst();
  if (!row) throw new FileNotFound();
  const versionId = await fileVersion(db, objects, "attachments", row);
  if (versionId === undefined) throw new FileNotFound();
  return objects.download(row.objectKey, versionId, {
    // A row may be older than the rules for names.
    fileName: replaceHidden(row.fileName, "_"),
    isInline: pictureTypes.has(row.contentType),
  });
}
