/** The tag of a picture's GPS data in its first directory (Exif 2.32, section 4.6.3). */
const gpsTag = 0x8825;
/** Bytes per value of each type (TIFF 6.0, section 2). */
const bytesOf = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];
const entryBytes = 12;
const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** The chunks of a PNG that hold metadata: Exif, and text, which includes XMP. */
const pngMetadata = new Set(["eXIf", "tEXt", "zTXt", "iTXt"]);
/** The brands of HEIC, HEIF and AVIF (ISO/IEC 23008-12, annex B; AV1 Image File Format, section 8). */
const heifBrands = new Set("heic heix heim heis hevc hevx hevm hevs mif1 msf1 avif avis".split(" "));

/** How raw photos of Panasonic and Olympus begin, which otherwise are like TIFF. */
const rawStarts = ["IIU\0", "IIRO", "IIRS", "MMOR"];

/** The number of bytes by which `isPhoto` recognizes a photo. */
export const photoHeadBytes = 12;

/**
 * Whether a file begins like a photo from which `stripLocation` can remove the position: JPEG, PNG, WebP, HEIC, HEIF,
 * AVIF, or TIFF, on which DNG and most other raw formats are based. Raw photos of Fujifilm contain a JPEG. Browsers know
 * no media type for many of these.
 *
 * @param head  the first `photoHeadBytes` of the file
 */
export function isPhoto(head: Uint8Array): boolean {
  const text = latin1(head);
  return (
    ["\xff\xd8\xff", "\x89PNG", "II*\0", "MM\0*", "FUJIFILMCCD", ...rawStarts].some((start) =>
      text.startsWith(start),
    ) ||
    (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) ||
    (text.startsWith("ftyp", 4) && heifBrands.has(text.slice(8)))
  );
}

/**
 * Removes the position from a photo's metadata, so that a photo of a desk does not reveal a home address. Everything
 * else stays, including the orientation and the pixels.
 *
 * It erases the GPS data of Exif in JPEG, WebP, HEIC, AVIF and TIFF, the `exif:GPS…` properties of XMP, and all
 * metadata of PNG, whose checksums would reveal a change. Other files, and files that are damaged, return unchanged.
 *
 * @param bytes  the file, which may change
 * @returns the file without a position. Only a PNG becomes shorter.
 */
export function stripLocation(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (pngSignature.every((byte, at) => bytes[at] === byte)) return withoutPngMetadata(bytes);
  for (const start of tiffHeaders(bytes)) eraseGps(bytes, start);
  eraseXmpPosition(bytes);
  return bytes;
}

/** Finds the places where Exif data can begin: `II*\0` or `MM\0*`, in either byte order. */
function* tiffHeaders(bytes: Uint8Array): Generator<number> {
  if (bytes.length >= 8 && rawStarts.includes(latin1(bytes.subarray(0, 4)))) yield 0;
  for (let at = 0; at + 8 <= bytes.length; at++) {
    const first = bytes[at];
    if (first !== 0x49 && first !== 0x4d) continue;
    if (bytes[at + 1] !== first) continue;
    const [third, fourth] = first === 0x49 ? [0x2a, 0] : [0, 0x2a];
    if (bytes[at + 2] === third && bytes[at + 3] === fourth) yield at;
  }
}

/** Erases the directory that the GPS tag of the first directory points to, and its values. */
function eraseGps(bytes: Uint8Array, start: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, bytes.length - start);
  const isLittle = view.getUint8(0) === 0x49;
  for (const entry of entriesAt(view, view.getUint32(4, isLittle), isLittle)) {
    if (view.getUint16(entry, isLittle) !== gpsTag) continue;
    const directory = view.getUint32(entry + 8, isLittle);
    for (const value of entriesAt(view, directory, isLittle)) {
      const length =
        (bytesOf[view.getUint16(value + 2, isLittle)] ?? 0) * view.getUint32(value + 4, isLittle);
      const from = view.getUint32(value + 8, isLittle);
      if (length > 4 && from + length <= view.byteLength) bytes.fill(0, start + from, start + from + length);
      bytes.fill(0, start + value, start + value + entryBytes);
    }
    // An empty directory.
    if (directory + 2 <= view.byteLength) view.setUint16(directory, 0);
  }
}

/** Lists the offsets of a directory's entries. A directory that does not fit into the file has none. */
function entriesAt(view: DataView, directory: number, isLittle: boolean): number[] {
  if (directory < 8 || directory + 2 > view.byteLength) return [];
  const count = view.getUint16(directory, isLittle);
  if (directory + 2 + count * entryBytes > view.byteLength) return [];
  return Array.from({ length: count }, (_, at) => directory + 2 + at * entryBytes);
}

/** Overwrites the values of `exif:GPS…` in XMP with spaces, both as attributes and as elements. */
export function eraseXmpPosition(bytes: Uint8Array): void {
  const text = latin1(bytes);
  for (const { index, 0: whole, 1: value = "" } of text.matchAll(
    /exif:GPS\w+\s*=\s*["']([^"'<]{0,200})["']|<exif:GPS\w+>([^<]{0,200})</g,
  )) {
    const found = value || whole.slice(whole.indexOf(">") + 1, -1);
    const from = index + whole.indexOf(found);
    bytes.fill(0x20, from, from + found.length);
  }
}

/** Decodes each byte to one character, so that positions in the text are positions in the file. */
function latin1(bytes: Uint8Array): string {
  const parts: string[] = [];
  // Engines accept at most about 65,000 arguments.
  for (let at = 0; at < bytes.length; at += 8_192) {
    parts.push(String.fromCharCode(...bytes.subarray(at, at + 8_192)));
  }
  return parts.join("");
}

function withoutPngMetadata(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const kept: Uint8Array<ArrayBuffer>[] = [bytes.subarray(0, pngSignature.length)];
  for (let at = pngSignature.length; at < bytes.length; ) {
    // A chunk has a length, a type, its data and a checksum (PNG, section 5.3).
    const end = at + 12 <= bytes.length ? at + 12 + view.getUint32(at) : bytes.length + 1;
    if (end > bytes.length) return bytes;
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (!pngMetadata.has(type)) kept.push(bytes.subarray(at, end));
    at = end;
  }
  const stripped = new Uint8Array(kept.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of kept) {
    stripped.set(part, at);
    at += part.length;
  }
  return stripped;
}
