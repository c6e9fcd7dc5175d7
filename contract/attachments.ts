import * as z from "zod/mini";
import { Download, fileSize, UploadForm } from "./files.ts";
import { AttachmentId, ConversationId } from "./ids.ts";
import { limits } from "./limits.ts";
import { DisplayedName, hasHiddenCharacters } from "./names.ts";
import type { Routes } from "./route.ts";
import { text } from "./text.ts";
import { hasVisibleCharacter } from "./visible.ts";

/** A media type without parameters (RFC 9110, section 8.3.1). */
export const ContentType = z
  .string()
  .check(
    z.maxLength(100),
    z.regex(/^[a-z0-9][a-z0-9.+-]*\/[a-z0-9][a-z0-9.+-]*$/i, "invalid-media-type"),
    z.toLowerCase(),
  );

const pixels = z.optional(z.int().check(z.minimum(1), z.maximum(100_000)));

/** A message's file. Pictures have a width and a height, in pixels. */
export const Attachment = z
  .object({
    id: AttachmentId,
    fileName: DisplayedName,
    contentType: z.string(),
    sizeBytes: z.int(),
    width: pixels,
    height: pixels,
  })
  .register(z.globalRegistry, { id: "Attachment" });
export type Attachment = z.infer<typeof Attachment>;

/** A file that the caller is about to upload. */
export const NewAttachment = z
  .object({
    fileName: text(1, limits.attachment.fileName)
      .check(
        z.refine((name) => !/[/\\]/.test(name) && !hasHiddenCharacters(name), "invalid-file-name"),
        z.refine(hasVisibleCharacter, "not-visible"),
      )
      .register(z.globalRegistry, { format: "file-name" }),
    contentType: ContentType,
    sizeBytes: fileSize(limits.attachment.bytes),
    width: pixels,
    height: pixels,
  })
  .register(z.globalRegistry, { id: "NewAttachment" });
export type NewAttachment = z.infer<typeof NewAttachment>;

export const Upload = z
  .extend(UploadForm, { attachment: Attachment })
  .register(z.globalRegistry, { id: "Upload" });
export type Upload = z.infer<typeof Upload>;

const conversation = z.object({ id: ConversationId });
const attachment = z.object({ id: ConversationId, attachmentId: AttachmentId });

export const attachmentRoutes = {
  addAttachment: {
    method: "POST",
    path: "/conversations/{id}/attachments",
    access: "signed-in",
    params: conversation,
    body: NewAttachment,
    answers: { 201: Upload },
  },
  getAttachment: {
    method: "GET",
    path: "/conversations/{id}/attachments/{attachmentId}",
    access: "signed-in",
    params: attachment,
    answers: { 200: Download },
  },
} as const satisfies Routes;
