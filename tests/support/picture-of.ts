/** Makes the beginning of a GIF, which announces this size. It has the same number of bytes for every size. */
export function pictureOf({ width, height }: { width: number; height: number }): Buffer {
  const picture = Buffer.alloc(26, "GIF89a");
  picture.fill(0, 6);
  picture.writeUInt16LE(width, 6);
  picture.writeUInt16LE(height, 8);
  return picture;
}

/** The least that announces a GIF of one pixel with a frame of this size, to which browsers enlarge it. */
export function pictureWithFrame({ width, height }: { width: number; height: number }): Buffer {
  const frame = Buffer.alloc(12);
  frame.writeUInt8(0x2c);
  frame.writeUInt16LE(width, 5);
  frame.writeUInt16LE(height, 7);
  return Buffer.concat([pictureOf({ width: 1, height: 1 }).subarray(0, 13), frame]);
}
