import { useLayoutEffect } from "react";
import { lastFocus } from "./last-focus.ts";

function returnFocus(): void {
  lastFocus.restore();
  // The button that opened the component may be gone as well.
  if (document.activeElement === document.body) document.querySelector<HTMLElement>("main")?.focus();
}

/** Returns the focus to its last place when the component goes with the element that has the focus. */
export function useReturnFocus(): void {
  useLayoutEffect(
    () => () => {
      // The elements are still in the document here, and gone afterwards.
      if (document.activeElement !== document.body) queueMicrotask(returnFocus);
    },
    [],
  );
}
