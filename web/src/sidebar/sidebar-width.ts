/** Widths of the sidebar in CSS pixels, for text of the usual size. The sidebar grows with the text. */
export const sidebarWidths = { min: 220, usual: 280, max: 420 } as const;

const storageKey = "chatflow.sidebar.width";

/**
 * Applies a width within the limits to the page, and keeps it on this device.
 * @param wanted  by default, the width that was kept
 * @returns the width
 */
export function keepSidebarWidth(wanted?: number): number {
  const { min, usual, max } = sidebarWidths;
  const width = Math.min(max, Math.max(min, wanted ?? (Number(localStorage.getItem(storageKey)) || usual)));
  if (wanted !== undefined) localStorage.setItem(storageKey, String(width));
  document.documentElement.style.setProperty("--sidebar-width", `${width / 16}rem`);
  return width;
}
