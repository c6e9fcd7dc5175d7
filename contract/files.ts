import * as z from "zod/mini";

/** A file's size in bytes: at least 1, at most `max`. */
export const fileSize = (max: number) =>
  z.int("not-an-integer").check(z.minimum(1, "empty"), z.maximum(max, "file-too-large"));

/**
 * The form that uploads a file: a POST of `multipart/form-data` with these fields first and the field `file` last. S3
 * accepts only the announced media type and size. `url` is relative to the page's origin.
 */
export const UploadForm = z.object({ url: z.string(), fields: z.record(z.string(), z.string()) });
export type UploadForm = z.infer<typeof UploadForm>;

/** A file's temporary address, relative to the page's origin, and the seconds until it expires. */
export const Download = z
  .object({ url: z.string(), expiresIn: z.number() })
  .register(z.globalRegistry, { id: "Download" });
export type Download = z.infer<typeof Download>;

/** Media types that a page shows as pictures. It offers all others as downloads. */
export const pictureTypes: ReadonlySet<string> = new Set([
  "image/png",
  "image/jpeg",
  "image/gif",
  "image/webp",
  "image/avif",
]);
