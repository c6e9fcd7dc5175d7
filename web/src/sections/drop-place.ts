/** Where an element of the list is, from top to bottom. */
export interface Place<Key> {
  key: Key;
  top: number;
  bottom: number;
}

/** The section whose place a dragged one takes, and the height of the line that shows it. */
export interface SectionDrop<Key> {
  to: Key;
  line: number;
}

/**
 * Finds the place at which a dragged section would land: before the first section whose middle is below the pointer.
 *
 * @param sections  the shown sections, in order
 * @returns undefined if the section would stay where it is
 */
export function sectionDrop<Key>(
  sections: readonly Place<Key>[],
  dragged: Key,
  pointer: number,
): SectionDrop<Key> | undefined {
  const from = sections.findIndex(({ key }) => key === dragged);
  const next = sections.findIndex(({ top, bottom }) => pointer < (top + bottom) / 2);
  const before = next < 0 ? sections.length : next;
  // Both edges of the dragged section are its own place.
  if (from < 0 || before === from || before === from + 1) return undefined;
  const to = sections[before > from ? before - 1 : before];
  return to && { to: to.key, line: before > from ? to.bottom : to.top };
}

/** How far to scroll in a frame while the pointer is near an edge of the list: faster, the nearer it is. */
export function scrollStep({ top, bottom }: Pick<Place<unknown>, "top" | "bottom">, pointer: number): number {
  const edge = 40;
  const fastest = 12;
  const near = (distance: number) => Math.min(1, Math.max(0, (edge - distance) / edge));
  return Math.round(fastest * (near(bottom - pointer) - near(pointer - top)));
}
