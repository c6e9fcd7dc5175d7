/**
 * Merges two texts that were written on two devices without knowledge of each other, so that neither is lost: the text
 * of this device comes first. A text that contains the other one replaces it.
 */
export function mergedText(here: string, elsewhere: string): string {
  if (here.includes(elsewhere)) return here;
  if (elsewhere.includes(here)) return elsewhere;
  return `${here}\n\n${elsewhere}`;
}
