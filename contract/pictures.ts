import * as z from "zod";
import { pictureTypes } from "./attachments.ts";
import { PictureId } from "./ids.ts";
import { limits } from "./limits.ts";

/** A picture that is about to be uploaded, for oneself or for a group. */
export const NewPicture = z
  .object({
    contentType: z
      .string()
      .refine((type) => pictureTypes.has(type), `must be one of ${[...pictureTypes].join(", ")}`),
    sizeBytes: z
      .number()
      .int("must be a whole number")
      .min(1, "must not be empty")
      .max(limits.pictureBytes, `must be at most ${limits.pictureBytes} bytes`),
  })
  .meta({ id: "NewPicture" });
export type NewPicture = z.infer<typeof NewPicture>;

/** Where to send the picture: see `Upload`. */
export const PictureUpload = z
  .object({ id: PictureId, url: z.string(), fields: z.record(z.string(), z.string()) })
  .meta({ id: "PictureUpload" });
export type PictureUpload = z.infer<typeof PictureUpload>;
