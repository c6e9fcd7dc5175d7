import { useEffect } from "react";
import { lastFocus } from "./last-focus.ts";

function returnFocus(): void {
  lastFocus.restore();
  // The button that opened the component may be gone as well.
  if (document.activeElement === document.body) document.querySelector<HTMLElement>("main")?.focus();
}

/** Returns the focus to its last place when the component has gone with the element that had the focus. */
export function useReturnFocus(): void {
  useEffect(() => () => queueMicrotask(returnFocus), []);
}
