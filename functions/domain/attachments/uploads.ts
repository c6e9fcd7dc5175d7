import type { AttachmentId, ConversationId } from "../../../contract/ids.ts";
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
 * as the first version, so sending a message records the versions. Makes no call for a message without files.
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
