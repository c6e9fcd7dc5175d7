/** Width and height of a picture, in pixels. */
export interface PictureSize {
  width: number;
  height: number;
}

type Format = (bytes: Buffer) => PictureSize | undefined;

/** The size that holds all of these. */
function largest(sizes: readonly PictureSize[]): PictureSize | undefined {
  if (sizes.length === 0) return undefined;
  return {
    width: Math.max(...sizes.map(({ width }) => width)),
    height: Math.max(...sizes.map(({ height }) => height)),
  };
}

const startsWith = (bytes: Buffer, text: string, at = 0): boolean =>
  bytes.toString("latin1", at, at + text.length) === text;

/** PNG, section 11.2.1 of its specification. */
const png: Format = (bytes) =>
  startsWith(bytes, "\x89PNG\r\n\x1a\n") && startsWith(bytes, "IHDR", 12)
    ? { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
    : undefined;

/** Returns the position after the parts of a GIF's data, which begin at `at`. */
function afterGifData(bytes: Buffer, at: number): number {
  let end = at;
  while (end < bytes.length && bytes.readUInt8(end) > 0) end += bytes.readUInt8(end) + 1;
  return end + 1;
}

/** The bytes of a table of colours, as the flags of a GIF announce it. */
const gifTable = (flags: number): number => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);

/** GIF89a. A frame may be larger than the screen, and browsers then enlarge the screen. */
const gif: Format = (bytes) => {
  if (!startsWith(bytes, "GIF87a") && !startsWith(bytes, "GIF89a")) return undefined;
  const sizes = [{ width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) }];
  let at = 13 + gifTable(bytes.readUInt8(10));
  while (at < bytes.length) {
    const mark = bytes.readUInt8(at);
    if (mark === 0x21) at = afterGifData(bytes, at + 2);
    else if (mark === 0x2c) {
      sizes.push({
        width: bytes.readUInt16LE(at + 1) + bytes.readUInt16LE(at + 5),
        height: bytes.readUInt16LE(at + 3) + bytes.readUInt16LE(at + 7),
      });
      at = afterGifData(bytes, at + 11 + gifTable(bytes.readUInt8(at + 9)));
    } else break;
  }
  return largest(sizes);
};

/** WebP: RFC 9649. The first chunk states the size of the whole picture. */
const webp: Format = (bytes) => {
  if (!startsWith(bytes, "RIFF") || !startsWith(bytes, "WEBP", 8)) return undefined;
  if (startsWith(bytes, "VP8X", 12))
    return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
  if (startsWith(bytes, "VP8L", 12) && bytes.readUInt8(20) === 0x2f) {
    const bits = bytes.readUInt32LE(21);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  return startsWith(bytes, "VP8 ", 12) && startsWith(bytes, "\x9d\x01\x2a", 23)
    ? { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff }
    : undefined;
};

/** Marks of a JPEG's frame header (ITU-T T.81, table B.1), and marks without a length behind them. */
const isFrame = (mark: number) => mark >= 0xc0 && mark <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(mark);
const isAlone = (mark: number) => mark === 0x01 || (mark >= 0xd0 && mark <= 0xd8);

/** JPEG. Like browsers, skips bytes that are no mark. */
const jpeg: Format = (bytes) => {
  if (!startsWith(bytes, "\xff\xd8\xff")) return undefined;
  let at = 2;
  while (at < bytes.length) {
    at = bytes.indexOf(0xff, at);
    if (at < 0) return undefined;
    while (bytes[at] === 0xff) at++;
    const mark = bytes.readUInt8(at++);
    if (isFrame(mark)) return { height: bytes.readUInt16BE(at + 3), width: bytes.readUInt16BE(at + 5) };
    if (mark !== 0 && !isAlone(mark)) at += bytes.readUInt16BE(at);
  }
  return undefined;
};

/** AVIF: the sizes of all its images and tiles (`ispe`, ISO/IEC 23008-12, section 6.5.3), wherever they are. */
const avif: Format = (bytes) => {
  if (!startsWith(bytes, "ftyp", 4) || !/^avi[fs]/.test(bytes.toString("latin1", 8, 12))) return undefined;
  const sizes: PictureSize[] = [];
  for (let at = bytes.indexOf("ispe"); at >= 0 && at + 16 <= bytes.length; at = bytes.indexOf("ispe", at + 4))
    sizes.push({ width: bytes.readUInt32BE(at + 8), height: bytes.readUInt32BE(at + 12) });
  return largest(sizes);
};

/** The bytes at the beginning of a file that contain the size of almost every PNG, JPEG and WebP picture. */
export const headBytes = 64 * 1024;

/**
 * Reads the size of a PNG, JPEG or WebP picture.
 *
 * @param head  the beginning of the file
 * @returns undefined if the size is not there. Pictures of other formats have parts with sizes of their own, which may be
 * anywhere.
 */
export const pictureSizeFromHead = (head: Buffer): PictureSize | undefined =>
  firstSize([png, jpeg, webp], head);

/**
 * Reads the size of a PNG, JPEG, GIF, WebP or AVIF picture, without decoding it. Of several sizes, such as those of the
 * frames of an animation, the largest counts.
 *
 * @param bytes  the whole file
 * @returns undefined if it has none of these formats, or ends too early
 */
export const pictureSize = (bytes: Buffer): PictureSize | undefined =>
  firstSize([png, jpeg, gif, webp, avif], bytes);

function firstSize(formats: readonly Format[], bytes: Buffer): PictureSize | undefined {
  try {
    for (const format of formats) {
      const size = format(bytes);
      if (size) return size;
    }
    return undefined;
  } catch (error) {
    // Node throws it when a read goes beyond the end.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
