import * as z from "zod/mini";
import { Download, fileSize, pictureTypes, UploadForm } from "./files.ts";
import { PictureId } from "./ids.ts";
import { limits } from "./limits.ts";
import type { Routes } from "./route.ts";

/** A picture of the caller or of a group, about to be uploaded. */
export const NewPicture = z
  .object({
    contentType: z.enum([...pictureTypes]),
    sizeBytes: fileSize(limits.pictureBytes),
  })
  .register(z.globalRegistry, { id: "NewPicture" });
export type NewPicture = z.infer<typeof NewPicture>;

export const PictureUpload = z
  .extend(UploadForm, { id: PictureId })
  .register(z.globalRegistry, { id: "PictureUpload" });
export type PictureUpload = z.infer<typeof PictureUpload>;

const picture = z.object({ id: PictureId });

export const pictureRoutes = {
  addPicture: {
    method: "POST",
    path: "/pictures",
    access: "signed-in",
    body: NewPicture,
    answers: { 201: PictureUpload },
  },
  getPicture: {
    method: "GET",
    path: "/pictures/{id}",
    access: "signed-in",
    params: picture,
    answers: { 200: Download },
  },
} as const satisfies Routes;
