import { PNG } from "pngjs";

type Colour = readonly [red: number, green: number, blue: number];

/** Converts a hue in degrees, a saturation and a lightness (0 to 1) by the formula of CSS Color 4. */
function colour(hue: number, saturation: number, lightness: number): Colour {
  const part = (place: number) => {
    const k = (place + hue / 30) % 12;
    const strength = saturation * Math.min(lightness, 1 - lightness);
    return Math.round(255 * (lightness - strength * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return [part(0), part(8), part(4)];
}

/**
 * Draws a landscape with a sun and three hills, as a PNG. Each number gives another one, always the same. Its few colours
 * keep the files small.
 */
export function drawLandscape(number: number, { width, height }: { width: number; height: number }): Buffer {
  // The golden angle keeps the hues of neighbours apart.
  const hue = (200 + number * 137.5) % 360;
  const sky = colour(hue, 0.6, 0.84);
  const sun = colour((hue + 150) % 360, 0.9, 0.82);
  const hills = [0.64, 0.46, 0.29].map((lightness) => colour((hue + 15) % 360, 0.36, lightness));
  const sunX = width * (0.25 + 0.5 * ((number * 0.37) % 1));
  const sunY = height * 0.35;
  const radius = Math.min(width, height) * 0.14;
  /** Returns the height at which a hill begins, above the lower edge. */
  const top = (hill: number, x: number) =>
    height *
    (0.52 -
      hill * 0.15 +
      0.09 * Math.sin((x / width) * (3 + hill) * Math.PI * 0.7 + number * 1.7 + hill * 2));
  const png = new PNG({ width, height });
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const hill = hills.findLast((_, at) => height - y < top(at, x));
      const isSun = (x - sunX) ** 2 + (y - sunY) ** 2 < radius ** 2;
      const [red, green, blue] = hill ?? (isSun ? sun : sky);
      png.data.set([red, green, blue, 255], (y * width + x) * 4);
    }
  }
  return PNG.sync.write(png);
}
