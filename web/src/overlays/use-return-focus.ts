import { useEffect } from "react";
import { lastFocus } from "./last-focus.ts";

/** Returns the focus to its last place when the component has gone with the element that had the focus. */
export function useReturnFocus(): void {
  useEffect(() => () => queueMicrotask(() => lastFocus.restore()), []);
}
