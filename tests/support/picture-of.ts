/** The least that announces a GIF of this size. All of them have the same number of bytes. */
export function pictureOf({ width, height }: { width: number; height: number }): Buffer {
  const picture = Buffer.alloc(26, "GIF89a");
  picture.fill(0, 6);
  picture.writeUInt16LE(width, 6);
  picture.writeUInt16LE(height, 8);
  return picture;
}
