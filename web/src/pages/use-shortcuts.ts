import { useEffect } from "react";

/** An overlay that a key or a button opens. */
export type OverlayName = "shortcuts" | "search";
const overlayNames: readonly OverlayName[] = ["shortcuts", "search"];

const overlayEvent = (name: OverlayName) => `chatflow:${name}`;

/** Opens an overlay of the page. */
export const requestOverlay = (name: OverlayName): boolean =>
  window.dispatchEvent(new Event(overlayEvent(name)));

const isWriting = ({ target }: Event) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** The keys that work everywhere on the page: see `shortcuts.tsx`. */
export function useShortcuts(onOpen: (name: OverlayName) => void): void {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.key === "?" && !isWriting(event)) {
        event.preventDefault();
        onOpen("shortcuts");
      } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        onOpen("search");
      }
    }
    window.addEventListener("keydown", onKeyDown);
    const openers = overlayNames.map((name) => ({ name: overlayEvent(name), listener: () => onOpen(name) }));
    for (const { name, listener } of openers) window.addEventListener(name, listener);
    return () => {
      window.removeEventListener("keydown", onKeyDown);
      for (const { name, listener } of openers) window.removeEventListener(name, listener);
    };
  }, [onOpen]);
}
