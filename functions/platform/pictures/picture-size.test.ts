import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { headBytes, pictureSize, pictureSizeFromHead } from "./picture-size.ts";

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(
    parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.from(part))),
  );
const be32 = (value: number) => [value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
const le16 = (value: number) => [value & 0xff, value >>> 8];
const le24 = (value: number) => [...le16(value & 0xffff), value >>> 16];

const png = bytes("\x89PNG\r\n\x1a\n", be32(13), "IHDR", be32(23_000), be32(7), [1, 0, 0, 0, 0]);
const gifHead = bytes("GIF89a", le16(3), le16(2), [0x80, 0, 0], new Array<number>(6).fill(0));
const extension = [0x21, 0xf9, 4, 0, 0, 0, 0, 0];
const frame = (width: number, height: number) => [
  0x2c,
  ...le16(0),
  ...le16(1),
  ...le16(width),
  ...le16(height),
  0,
  2,
  2,
  0x4c,
  1,
  0,
];
const jpegFrame = [0xff, 0xc2, 0, 11, 8, 0x12, 0x34, 0x56, 0x78, 1, 1, 0x11, 0];
const comment = [0xff, 0xfe, 0, 6, 0xff, 0xc0, 0, 0];

describe("The size of a picture", () => {
  test.each([
    ["a PNG", png, [23_000, 7]],
    ["a GIF", bytes(gifHead.toString("latin1"), extension, frame(2, 1), [0x3b]), [3, 2]],
    [
      "a GIF with a frame larger than its screen",
      bytes(gifHead.toString("latin1"), extension, frame(1, 1), extension, frame(60_000, 500), [0x3b]),
      [60_000, 501],
    ],
    ["a JPEG", bytes([0xff, 0xd8], comment, [0xff, 0xff], jpegFrame), [0x5678, 0x1234]],
    [
      "a JPEG with bytes between its parts",
      bytes([0xff, 0xd8], comment, [0, 7], jpegFrame),
      [0x5678, 0x1234],
    ],
    [
      "a WebP",
      bytes("RIFF", be32(0), "WEBPVP8 ", be32(0), [0, 0, 0, 0x9d, 1, 0x2a], le16(640), le16(0x4000 | 480)),
      [640, 480],
    ],
    ["a lossless WebP", bytes("RIFF", be32(0), "WEBPVP8L", be32(0), [0x2f, 0xff, 0xc0, 0x3f, 0]), [256, 256]],
    [
      "an extended WebP",
      bytes("RIFF", be32(0), "WEBPVP8X", be32(0), be32(0), le24(16_382), le24(99)),
      [16_383, 100],
    ],
    [
      "an AVIF of several tiles",
      bytes(
        be32(24),
        "ftypavif",
        be32(0),
        be32(20),
        "ispe",
        be32(0),
        be32(64),
        be32(32),
        be32(20),
        "ispe",
        be32(0),
        be32(9_000),
        be32(16),
      ),
      [9_000, 32],
    ],
  ])("is that of %s", (_, content, [width, height]) => {
    expect(pictureSize(content)).toEqual({ width, height });
  });

  test("is in the head of a PNG, and of a JPEG unless its frame begins later", () => {
    const head = (content: Buffer) => pictureSizeFromHead(content.subarray(0, headBytes));
    const long = bytes([0xff, 0xfe, 0xff, 0xff], new Array<number>(0xfffd).fill(0));
    expect(head(png)).toEqual({ width: 23_000, height: 7 });
    expect(head(bytes([0xff, 0xd8], comment, jpegFrame))).toEqual({ width: 0x5678, height: 0x1234 });
    expect(head(Buffer.concat([bytes([0xff, 0xd8]), long, bytes(jpegFrame)]))).toBeUndefined();
    // A later frame may be larger than the screen.
    expect(head(gifHead)).toBeUndefined();
  });

  test("is that of the emoji in the tests", () => {
    const drawn = readFileSync(join(import.meta.dirname, "../../../tests/browser/emoji-pictures/lgtm.png"));
    expect(pictureSize(drawn)?.width).toBeLessThan(1_024);
  });

  test.each([
    "",
    "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "BM",
    "GIF89a",
    "\x89PNG\r\n\x1a\n",
    "%PDF-1.7",
  ])("is unknown for %j", (content) => {
    expect(pictureSize(bytes(content))).toBeUndefined();
  });

  test("is read from any bytes, wherever they end", () => {
    const whole = fc.constantFrom(
      png,
      gifHead,
      bytes([0xff, 0xd8], comment, jpegFrame),
      bytes("RIFF1234WEBPVP8X"),
    );
    fc.assert(
      fc.property(whole, fc.nat(40), fc.uint8Array({ maxLength: 60 }), (start, length, rest) => {
        const size = pictureSize(Buffer.concat([start.subarray(0, length), rest]));
        if (size) expect(Math.min(size.width, size.height)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 300 },
    );
  });
});
