/** The part of gifenc that the recording uses. The package has no types of its own. */
declare module "gifenc" {
  /** Red, green and blue of each colour. */
  export type Palette = number[][];

  export interface FrameOptions {
    palette: Palette;
    /** In milliseconds. */
    delay: number;
    /** Whether pixels with `transparentIndex` show the frame before. */
    transparent?: boolean;
    transparentIndex?: number;
    /** 1 leaves the frame in place for the next one. */
    dispose?: number;
  }

  export interface Encoder {
    writeFrame(indexes: Uint8Array, width: number, height: number, options: FrameOptions): void;
    finish(): void;
    bytes(): Uint8Array;
  }

  export interface Gifenc {
    GIFEncoder(): Encoder;
    /** Chooses at most `colours` colours for pixels in RGBA order. */
    quantize(pixels: Uint8Array, colours: number): Palette;
    /** Returns the place in the palette of the colour that is nearest to red, green and blue. */
    nearestColorIndex(palette: Palette, colour: number[]): number;
  }
}
