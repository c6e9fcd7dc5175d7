/** The number of hues. Neighbours are far enough apart to be distinguished. */
const hues = 12;

/** Returns the hue of an id, in degrees. */
export function hueOf(id: string): number {
  let hash = 0;
  for (const character of id) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 9_973;
  return (hash % hues) * (360 / hues);
}
