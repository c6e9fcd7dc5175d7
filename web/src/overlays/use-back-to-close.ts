import { useEffect, useRef } from "react";
import * as z from "zod/mini";

const HistoryState = z.object({ overlays: z.array(z.string()), reopens: z.optional(z.unknown()) });

const stateHere = () => HistoryState.safeParse(window.history.state).data;

/** The overlays that are open at the current entry of the browser's history. */
export const overlaysHere = (): readonly string[] => stateHere()?.overlays ?? [];

const mounted = new Set<string>();

/** Leaves an entry whose overlay has closed by leading to another page, or by a reload, and does not open again. */
const skipLeftover = () => {
  const last = overlaysHere().at(-1);
  if (last !== undefined && !mounted.has(last) && !stateHere()?.reopens) window.history.back();
};
window.addEventListener("popstate", skipLeftover);
skipLeftover();

/**
 * Makes the browser's button "Back" close an overlay instead of leaving the page below. The overlay gets an entry in
 * the history with the same address, which disappears with it.
 *
 * @param known  the name of an overlay that its entry opens again. Others need none.
 */
export function useBackToClose(onClose: () => void, known?: string | false): void {
  const close = useRef(onClose);
  close.current = onClose;
  const name = useRef(known || undefined);
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
        // Another overlay may have taken the name over.
        if (overlaysHere().at(-1) === own && !mounted.has(own)) window.history.back();
      });
    };
  }, []);
}
