import * as z from "zod/mini";
import { fileSize, pictureTypes, UploadForm } from "./attachments.ts";
import { PictureId } from "./ids.ts";
import { limits } from "./limits.ts";

/** A picture that is about to be uploaded, for oneself or for a group. */
export const NewPicture = z
  .object({
    contentType: z
      .string()
      .check(z.refine((type) => pictureTypes.has(type), `must be one of ${[...pictureTypes].join(", ")}`)),
    sizeBytes: fileSize(limits.pictureBytes),
  })
  .register(z.globalRegistry, { id: "NewPicture" });
export type NewPicture = z.infer<typeof NewPicture>;

/** Where to send the picture. */
export const PictureUpload = z
  .extend(UploadForm, { id: PictureId })
  .register(z.globalRegistry, { id: "PictureUpload" });
export type PictureUpload = z.infer<typeof PictureUpload>;
