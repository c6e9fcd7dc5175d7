import type { NewAttachment } from "../../contract/attachments.ts";
import type { AttachmentId, ConversationId } from "../../contract/ids.ts";
import type { Person } from "../support/people.ts";
import { postUpload } from "../support/upload.ts";

/** Uploads a file for a message. @returns the attachment's id */
export async function uploadFile(
  { url, person, id }: { url: string; person: Person; id: ConversationId },
  file: Partial<NewAttachment>,
  bytes: Buffer,
): Promise<AttachmentId> {
  const { body } = await person.answer("addAttachment", {
    params: { id },
    body: { ...file, sizeBytes: bytes.length },
  });
  const uploaded = await postUpload(url, body, bytes);
  if (!uploaded.ok) throw new Error(`The upload returned ${uploaded.status}`);
  return body.attachment.id;
}
