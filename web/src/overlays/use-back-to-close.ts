import { useEffect, useRef } from "react";
import * as z from "zod/mini";

const HistoryState = z.object({ overlays: z.array(z.string()) });

/** The overlays that are open at the current entry of the browser's history. */
export const overlaysHere = (): readonly string[] =>
  HistoryState.safeParse(window.history.state).data?.overlays ?? [];

const mounted = new Set<string>();

/** Leaves an entry whose overlay has closed by leading to another page, or by a reload. */
const skipLeftover = () => {
  const last = overlaysHere().at(-1);
  if (last !== undefined && !mounted.has(last)) window.history.back();
};
window.addEventListener("popstate", skipLeftover);
skipLeftover();

/**
 * Makes the browser's button "Back" close an overlay instead of leaving the page below. The overlay gets an entry in
 * the history with the same address, which disappears with it.
 */
export function useBackToClose(onClose: () => void): void {
  const close = useRef(onClose);
  close.current = onClose;
  const name = useRef<string>(undefined);
  const leaving = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    // Unique across reloads, after which the history still holds earlier overlays.
    name.current ??= String(Math.random());
    const own = name.current;
    mounted.add(own);
    clearTimeout(leaving.current);
    if (!overlaysHere().includes(own)) {
      window.history.pushState({ overlays: [...overlaysHere(), own] }, "");
    }
    const onPopState = () => {
      if (!overlaysHere().includes(own)) close.current();
    };
    window.addEventListener("popstate", onPopState);
    return () => {
      window.removeEventListener("popstate", onPopState);
      mounted.delete(own);
      // Runs later, because the click that closes an overlay may also navigate.
      leaving.current = setTimeout(() => {
        if (overlaysHere().at(-1) === own) window.history.back();
      });
    };
  }, []);
}
