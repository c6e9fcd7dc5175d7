import { useSyncExternalStore } from "react";

const isVisible = () => document.visibilityState === "visible";

function subscribe(onChange: () => void): () => void {
  document.addEventListener("visibilitychange", onChange);
  return () => document.removeEventListener("visibilitychange", onChange);
}

/** Whether the tab is visible, from the first rendering on. A tab that opens in the background is not. */
export const usePageVisible = () => useSyncExternalStore(subscribe, isVisible);
