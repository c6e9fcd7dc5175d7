import { limits } from "../../../contract/limits.ts";

/** Width and height in pixels: enough for large emoji on displays of double density. */
const side = 128;

/** The file is an animation that is too large. The page cannot make one smaller. */
export class AnimationTooLarge extends Error {
  override readonly name = "AnimationTooLarge";
}

/**
 * Prepares a picture for an emoji: its whole content in a small square, with transparent edges. A GIF stays as it is, so
 * that it moves.
 *
 * @returns undefined if the browser cannot read the file as a picture
 * @throws {AnimationTooLarge}
 */
export async function emojiPicture(file: File): Promise<Blob | undefined> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    return undefined;
  }
  if (file.type === "image/gif") {
    bitmap.close();
    if (file.size > limits.customEmoji.bytes) throw new AnimationTooLarge();
    return file;
  }
  const canvas = document.createElement("canvas");
  canvas.width = side;
  canvas.height = side;
  const scale = side / Math.max(bitmap.width, bitmap.height);
  const [width, height] = [bitmap.width * scale, bitmap.height * scale];
  canvas.getContext("2d")?.drawImage(bitmap, (side - width) / 2, (side - height) / 2, width, height);
  bitmap.close();
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? undefined), "image/webp", 0.9));
}

/** Returns a name that a file suggests: the letters, digits and marks of the file's name. */
export const suggestedName = (fileName: string): string =>
  fileName
    .replace(/\.[^.]*$/, "")
    .toLowerCase()
    .replace(/[^a-z0-9_+-]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, 32);
