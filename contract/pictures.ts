import * as z from "zod";
import { fileSize, pictureTypes, UploadForm } from "./attachments.ts";
import { PictureId } from "./ids.ts";
import { limits } from "./limits.ts";

/** A picture that is about to be uploaded, for oneself or for a group. */
export const NewPicture = z
  .object({
    contentType: z
      .string()
      .refine((type) => pictureTypes.has(type), `must be one of ${[...pictureTypes].join(", ")}`),
    sizeBytes: fileSize(limits.pictureBytes),
  })
  .meta({ id: "NewPicture" });
export type NewPicture = z.infer<typeof NewPicture>;

/** Where to send the picture. */
export const PictureUpload = UploadForm.extend({ id: PictureId }).meta({ id: "PictureUpload" });
export type PictureUpload = z.infer<typeof PictureUpload>;
