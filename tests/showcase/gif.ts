import { createRequire } from "node:module";
import type { Gifenc, Palette } from "gifenc";
import { PNG } from "pngjs";

// Node and Vitest disagree on the default export of this CommonJS package.
const gifenc: Gifenc = createRequire(import.meta.url)("gifenc");

/** The most colours of a frame. One more place in the palette is for pixels that stay. */
const maxColours = 255;

/** How many of them are taken from the picture unchanged. The others are mixed from the rest. */
const exactColours = 160;

/** Builds an animated GIF from pictures of equal size. A frame contains only the pixels that differ from the one before. */
export class Gif {
  readonly #encoder = gifenc.GIFEncoder();
  #shown: { frame: PNG; milliseconds: number } | undefined;
  #written: PNG | undefined;

  /** Shows a PNG for a time. An unchanged picture stays longer. */
  add(png: Buffer, milliseconds: number): void {
    const frame = PNG.sync.read(png);
    if (this.#shown?.frame.data.equals(frame.data)) {
      this.#shown.milliseconds += milliseconds;
      return;
    }
    this.#write();
    this.#shown = { frame, milliseconds };
  }

  /** @returns the file */
  finish(): Uint8Array {
    this.#write();
    this.#encoder.finish();
    return this.#encoder.bytes();
  }

  #write(): void {
    if (!this.#shown) return;
    const { frame, milliseconds } = this.#shown;
    const { indexes, palette } = encode(frame, this.#written);
    this.#encoder.writeFrame(indexes, frame.width, frame.height, {
      palette,
      delay: milliseconds,
      transparent: true,
      transparentIndex: palette.length - 1,
      dispose: 1,
    });
    this.#written = frame;
  }
}

/** Returns each pixel's place in a palette. The last place means that the pixel is as before. */
function encode({ data }: PNG, before: PNG | undefined): { indexes: Uint8Array; palette: Palette } {
  const colourAt = (pixel: number) => data.readUInt32BE(pixel * 4);
  const changed: number[] = [];
  for (let pixel = 0; pixel < data.length / 4; pixel++) {
    if (colourAt(pixel) !== before?.data.readUInt32BE(pixel * 4)) changed.push(pixel);
  }
  const counts = new Map<number, number>();
  for (const pixel of changed) counts.set(colourAt(pixel), (counts.get(colourAt(pixel)) ?? 0) + 1);
  const palette = paletteOf(counts);
  const places = new Map(palette.map((colour, place) => [colour.join(), place]));
  const placeOf = (colour: number) => {
    const parts = partsOf(colour);
    return places.get(parts.join()) ?? gifenc.nearestColorIndex(palette, parts);
  };
  const placeOfColour = new Map([...counts.keys()].map((colour) => [colour, placeOf(colour)]));
  const indexes = new Uint8Array(data.length / 4).fill(palette.length);
  for (const pixel of changed) indexes[pixel] = placeOfColour.get(colourAt(pixel)) ?? 0;
  return { indexes, palette: [...palette, [0, 0, 0]] };
}

/** Red, green and blue of a colour with 8 bits for each, and 8 more for its opacity. */
const partsOf = (colour: number): number[] => [colour >>> 24, (colour >>> 16) & 255, (colour >>> 8) & 255];

/**
 * Chooses the colours of a frame. The most frequent ones stay exact, because a surface whose colour changed slightly would
 * show the outlines of earlier frames.
 */
function paletteOf(counts: ReadonlyMap<number, number>): Palette {
  const byFrequency = [...counts].sort(([, a], [, b]) => b - a).map(([colour]) => partsOf(colour));
  if (byFrequency.length <= maxColours) return byFrequency;
  const rest = byFrequency.slice(exactColours).flatMap((parts) => [...parts, 255]);
  const mixed = gifenc.quantize(Uint8Array.from(rest), maxColours - exactColours);
  return [...byFrequency.slice(0, exactColours), ...mixed];
}
