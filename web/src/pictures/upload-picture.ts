import { postFile } from "../../../client/browser/upload-file.ts";
import type { Session } from "../../../client/session/session.ts";
import type { PictureId } from "../../../contract/ids.ts";

/** Width and height in pixels: twice the largest size on the page, for displays of double density. */
const side = 256;

/** Decodes a picture. Returns undefined if the browser does not know its format or the file is damaged. */
async function decoded(file: File): Promise<ImageBitmap | undefined> {
  try {
    return await createImageBitmap(file);
  } catch {
    return undefined;
  }
}

/** Crops the middle of a picture to a small square. Returns undefined if the browser cannot decode the picture. */
async function squareOf(file: File): Promise<Blob | undefined> {
  const bitmap = await decoded(file);
  if (!bitmap) return undefined;
  const canvas = document.createElement("canvas");
  canvas.width = side;
  canvas.height = side;
  const from = Math.min(bitmap.width, bitmap.height);
  const [left, top] = [(bitmap.width - from) / 2, (bitmap.height - from) / 2];
  canvas.getContext("2d")?.drawImage(bitmap, left, top, from, from, 0, 0, side, side);
  bitmap.close();
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? undefined), "image/webp", 0.9));
}

/**
 * Uploads the middle of a picture.
 * @returns its id, or undefined if the browser cannot read the file as a picture
 * @throws ProblemError  if the server refuses the picture or cannot be reached
 */
export async function uploadPicture(session: Session, file: File): Promise<PictureId | undefined> {
  const blob = await squareOf(file);
  if (!blob) return undefined;
  const upload = await session.call("addPicture", {
    body: { contentType: blob.type, sizeBytes: blob.size },
  });
  await postFile(upload, blob);
  return upload.id;
}
