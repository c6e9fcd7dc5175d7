import fc from "fast-check";
import { expect, test } from "vitest";
import { watchFrameSizes } from "./frame-sizes.ts";

/** Builds a client's frame with a payload of this size (RFC 6455, 5.2): header, mask, payload. */
function frame(bytes: number): Buffer {
  const length = bytes < 126 ? Buffer.alloc(0) : Buffer.alloc(bytes < 65_536 ? 2 : 8);
  if (length.length === 2) length.writeUInt16BE(bytes);
  if (length.length === 8) length.writeBigUInt64BE(BigInt(bytes));
  const short = length.length === 0 ? bytes : length.length === 2 ? 126 : 127;
  return Buffer.concat([
    Buffer.from([0x81, 0x80 | short]),
    length,
    Buffer.from("mask"),
    Buffer.alloc(bytes, 120),
  ]);
}

test("The size of each frame's payload is measured, in whatever chunks the bytes arrive", () => {
  const sizes = fc.array(
    fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 65_000, max: 70_000 })),
    { maxLength: 6 },
  );
  const cuts = fc.array(fc.integer({ min: 1, max: 40_000 }), { minLength: 1 });
  fc.assert(
    fc.property(sizes, cuts, (expected, chunkSizes) => {
      const stream = Buffer.concat(expected.map(frame));
      const seen: number[] = [];
      const take = watchFrameSizes((bytes) => seen.push(bytes));
      for (let at = 0, turn = 0; at < stream.length; turn++) {
        const size = chunkSizes[turn % chunkSizes.length] ?? 1;
        take(stream.subarray(at, at + size));
        at += size;
      }
      expect(seen).toEqual(expected);
    }),
  );
});

test("The size of each frame's payload is measured even if every byte arrives alone", () => {
  const seen: number[] = [];
  const take = watchFrameSizes((bytes) => seen.push(bytes));
  for (const byte of Buffer.concat([frame(0), frame(125), frame(126), frame(65_536)]))
    take(Buffer.from([byte]));
  expect(seen).toEqual([0, 125, 126, 65_536]);
});
