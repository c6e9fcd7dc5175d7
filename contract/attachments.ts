import * as z from "zod/mini";
import { AttachmentId } from "./ids.ts";
import { limits } from "./limits.ts";
import { text } from "./text.ts";

/** Media types, without parameters (RFC 9110, 8.3.1). */
const ContentType = z
  .string()
  .check(
    z.maxLength(100, "must have at most 100 characters"),
    z.regex(/^[a-z0-9][a-z0-9.+-]*\/[a-z0-9][a-z0-9.+-]*$/i, "must be a media type, such as image/png"),
    z.toLowerCase(),
  );

/** A file's bytes, at most `max`. */
export const fileSize = (max: number) =>
  z
    .int("must be a whole number")
    .check(z.minimum(1, "must not be empty"), z.maximum(max, `must be at most ${max} bytes`));

const pixels = z.optional(z.int().check(z.minimum(1), z.maximum(100_000)));

/** A file that belongs to a message. Width and height, in pixels, are there for pictures. */
export const Attachment = z
  .object({
    id: AttachmentId,
    fileName: z.string(),
    contentType: z.string(),
    sizeBytes: z.int(),
    width: pixels,
    height: pixels,
  })
  .register(z.globalRegistry, { id: "Attachment" });
export type Attachment = z.infer<typeof Attachment>;

/** What one is about to upload. */
export const NewAttachment = z
  .object({
    fileName: text(1, limits.attachment.fileName).check(
      z.refine((name) => !/[\p{Cc}/\\]/u.test(name), "must have no slashes and no control characters"),
    ),
    contentType: ContentType,
    sizeBytes: fileSize(limits.attachment.bytes),
    width: pixels,
    height: pixels,
  })
  .register(z.globalRegistry, { id: "NewAttachment" });
export type NewAttachment = z.infer<typeof NewAttachment>;

/**
 * Where to send the file: a form (multipart/form-data) of these fields, and after them the field `file`. It takes the
 * file as it was announced, and no other. The address is relative to the page's origin.
 */
export const UploadForm = z.object({ url: z.string(), fields: z.record(z.string(), z.string()) });
export type UploadForm = z.infer<typeof UploadForm>;

export const Upload = z
  .extend(UploadForm, { attachment: Attachment })
  .register(z.globalRegistry, { id: "Upload" });
export type Upload = z.infer<typeof Upload>;

/** Where a file is, for some minutes; relative to the page's origin. */
export const Download = z
  .object({ url: z.string(), expiresIn: z.number() })
  .register(z.globalRegistry, { id: "Download" });
export type Download = z.infer<typeof Download>;

/** Pictures that a page shows; all else is downloaded. */
export const pictureTypes: ReadonlySet<string> = new Set([
  "image/png",
  "image/jpeg",
  "image/gif",
  "image/webp",
  "image/avif",
]);
