import { type RawBuilder, sql } from "kysely";
import type { AttachmentId, ConversationId, UserId } from "../../../contract/ids.ts";
import type { ObjectStore } from "../../platform/storage/object-store.ts";

/** A file of a message, and the version in the bucket that its author has uploaded. Null before the upload. */
export interface UploadedFile {
  id: AttachmentId;
  versionId: string | null;
}

/** The key of a file in the bucket. */
export const attachmentKey = (conversationId: ConversationId, id: AttachmentId) =>
  `files/${conversationId}/${id}`;

/**
 * Looks up what the author of a message has uploaded so far. S3 may list an upload that began earlier but ended later
 * as the first version, so sending or scheduling a message records the versions. Makes no call for a message without
 * files.
 */
export const uploadedFiles = (
  objects: Pick<ObjectStore, "firstVersion">,
  conversationId: ConversationId,
  ids: readonly AttachmentId[] = [],
): Promise<UploadedFile[]> =>
  Promise.all(
    ids.map(async (id) => ({
      id,
      versionId: (await objects.firstVersion(attachmentKey(conversationId, id))) ?? null,
    })),
  );

/**
 * Lists the files of a message as the database functions take them: a JSON array of ids. If there are `uploads`, the same
 * statement records their versions.
 */
export const fixedFiles = (
  conversationId: ConversationId,
  authorId: UserId,
  { attachmentIds = [], uploads = [] }: { attachmentIds?: AttachmentId[]; uploads?: readonly UploadedFile[] },
): RawBuilder<string> =>
  uploads.length > 0
    ? sql`fix_files_v1(${conversationId}::uuid, ${authorId}::uuid, ${JSON.stringify(uploads)})`
    : sql`${JSON.stringify(attachmentIds)}`;
