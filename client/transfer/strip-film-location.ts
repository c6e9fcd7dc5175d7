import { eraseXmpPosition } from "./strip-location.ts";

/** A box of a film (ISO/IEC 14496-12, section 4.2): its type, and where it and its content begin and end. */
interface Box {
  type: string;
  start: number;
  content: number;
  end: number;
}

/** The types of the first box of a film or a sound. QuickTime's films may begin without `ftyp`. */
const firstBoxes = new Set(["ftyp", "moov", "mdat", "wide", "free", "skip", "pnot"]);

/** Boxes that contain boxes, among which metadata can be. */
const containers = new Set(["moov", "trak", "udta", "moof", "traf"]);

/** Boxes that hold nothing but a position: Apple's, 3GPP's (TS 26.244, section 8.11), and the GPS data of Canon. */
const positions = new Set(["\xa9xyz", "loci", "CMT4"]);

/** Keys of QuickTime metadata such as `com.apple.quicktime.location.ISO6709`. */
const positionKey = /location|gps/i;

/** The names of keys are shorter. */
const longestKey = 200;

/** Metadata of real films is at most this many boxes deep. */
const deepest = 8;

/** Whether a file begins like a film, a sound or a photo in a container of films: MP4, MOV, M4A, 3GP or CR3. */
export const isFilm = (head: Uint8Array): boolean => firstBoxes.has(typeAt(head, 4));

/**
 * Removes the position from the metadata of a film, so that a film of a room does not reveal a home address. Its length
 * and everything else stay, so no offset changes. Tracks stay as well, even if a camera has recorded positions in one.
 * A file that is damaged returns with all boxes that come before the damage changed.
 *
 * @param bytes  the file, which changes
 */
export function stripFilmLocation(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  for (const box of boxesIn(bytes, 0, bytes.length)) {
    if (box.type === "mdat") continue;
    erasePositions(bytes, box);
    eraseXmpPosition(bytes.subarray(box.content, box.end));
  }
  return bytes;
}

/** @param depth  the number of boxes around this one */
function erasePositions(bytes: Uint8Array, box: Box, depth = 0): void {
  if (depth > deepest) return;
  const { type, start, content, end } = box;
  if (positions.has(type)) {
    // Programs skip a box of this type.
    bytes.set(
      [..."free"].map((letter) => letter.charCodeAt(0)),
      start + 4,
    );
    bytes.fill(0, content, end);
  } else if (type === "meta") {
    // In MP4, the box has a version, and in QuickTime it has none.
    const from = typeAt(bytes, content + 4) === "hdlr" ? content : content + 4;
    eraseKeyedPositions(bytes, [...boxesIn(bytes, from, end)]);
  } else if (type === "uuid") {
    // Canon's boxes follow the 16 bytes of the extended type.
    for (const inner of boxesIn(bytes, content + 16, end)) erasePositions(bytes, inner, depth + 1);
  } else if (containers.has(type)) {
    for (const inner of boxesIn(bytes, content, end)) erasePositions(bytes, inner, depth + 1);
  }
}

/** Erases the values of a metadata box: those of the types in `positions`, and those whose key names a position. */
function eraseKeyedPositions(bytes: Uint8Array, boxes: readonly Box[]): void {
  const keys = boxes.find(({ type }) => type === "keys");
  const names = keys ? keyNames(bytes, keys) : [];
  for (const list of boxes.filter(({ type }) => type === "ilst")) {
    for (const item of boxesIn(bytes, list.content, list.end)) {
      erasePositions(bytes, item);
      // The type of an item is the number of its key, counted from 1.
      const name = names[viewOf(bytes).getUint32(item.start + 4) - 1];
      if (name === undefined || !positionKey.test(name)) continue;
      for (const { content, end } of boxesIn(bytes, item.content, item.end)) {
        // Eight bytes of type and language precede the value.
        if (content + 8 < end) bytes.fill(0x20, content + 8, end);
      }
    }
  }
}

/** Lists the names in a `keys` box (QuickTime File Format, "Metadata item keys atom"). */
function keyNames(bytes: Uint8Array, { content, end }: Box): string[] {
  // The entries look like boxes, after a version and their number.
  return [...boxesIn(bytes, content + 8, end)].map((entry) =>
    latin1(bytes.subarray(entry.content, Math.min(entry.end, entry.content + longestKey))),
  );
}

/** Lists the boxes between two places. Ends before a box that does not fit. */
function* boxesIn(bytes: Uint8Array, from: number, to: number): Generator<Box> {
  const view = viewOf(bytes);
  for (let start = from; start + 8 <= to; ) {
    const short = view.getUint32(start);
    // The size 1 announces eight bytes of size, and 0 a box that ends with the file.
    if (short === 1 && start + 16 > to) return;
    const size = short === 1 ? Number(view.getBigUint64(start + 8)) : short === 0 ? to - start : short;
    const content = start + (short === 1 ? 16 : 8);
    const end = start + size;
    if (end < content || end > to) return;
    yield { type: typeAt(bytes, start + 4), start, content, end };
    start = end;
  }
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const latin1 = (bytes: Uint8Array) => String.fromCharCode(...bytes);
const typeAt = (bytes: Uint8Array, at: number) => latin1(bytes.subarray(at, at + 4));
