import { useMediaQuery } from "@mantine/hooks";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { useLocation } from "wouter";
import { Overlay } from "../errors/failures.tsx";
import { BackCloses } from "../overlays/back-closes.tsx";
import { lastFocus } from "../overlays/last-focus.ts";
import { overlaysHere } from "../overlays/use-back-to-close.ts";
import { ViewSkeleton } from "../pages/view-skeleton.tsx";
import classes from "./panel.module.css";
import { PanelContent, type PanelOptions, usePanel, usePanelState } from "./panel-context.tsx";

/** The heading of the panel, which names it. There is one panel at a time. */
export const panelTitleId = "panel-title";

/** Windows in which the panel is beside the conversation. */
export const docked = "(min-width: 1100px)";

/** Whether the window is wide enough for a panel beside the conversation. */
export const useIsDocked = () => useMediaQuery(docked, undefined, { getInitialValueInEffect: false });

/**
 * The place of the right panel: a column beside the conversation in a wide window, and otherwise a page in its place
 * with an entry in the browser's history.
 */
export function PanelPlace() {
  const { panels } = usePanelState();
  const { back, close } = usePanel();
  const isDocked = useIsDocked();
  const panel = panels.at(-1);
  const isOpen = panel !== undefined;
  const wasOpen = useRef(false);
  useCloseElsewhere();
  useEffect(() => {
    if (wasOpen.current && !isOpen) returnFocus(isDocked);
    wasOpen.current = isOpen;
  }, [isOpen, isDocked]);
  if (!panel) return null;

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    // Events of the panel's menus and dialogs, which are elsewhere in the document, also arrive here.
    const { target, currentTarget } = event;
    if (!(target instanceof Element) || !currentTarget.contains(target)) return;
    // The key closes a list of options first.
    if (target.closest('[aria-expanded="true"]')) return;
    close();
  }
  return (
    <aside className={classes.panel} aria-labelledby={panelTitleId} onKeyDown={onKeyDown}>
      {!isDocked &&
        panels.map(({ key, isLasting, name }) => (
          <BackCloses key={key} name={isLasting && name} onBack={back} />
        ))}
      <Overlay key={panel.key} name={panel.name} onClose={close} fallback={<ViewSkeleton />}>
        <PanelContent>{panel.element}</PanelContent>
      </Overlay>
    </aside>
  );
}

/**
 * Closes a panel that belongs to no conversation when a link leads to the settings, which are not about the panel, or to a
 * view that the panel would cover.
 */
function useCloseElsewhere(): void {
  const { panels } = usePanelState();
  const { closeAll } = usePanel();
  const isDocked = useIsDocked();
  const [address] = useLocation();
  const shownAt = useRef(address);
  useEffect(() => {
    const isElsewhere = shownAt.current !== address && (!isDocked || address.startsWith("/settings"));
    shownAt.current = address;
    // "Back" may have opened a panel that lasts, together with the view below it.
    const isCovering = ({ of, name }: PanelOptions) => of === undefined && !overlaysHere().includes(name);
    if (isElsewhere && panels.some(isCovering)) closeAll();
  }, [address, isDocked, panels, closeAll]);
}

/** Moves the focus back to where the user was, or to the conversation if that place is gone. */
function returnFocus(isDocked: boolean): void {
  lastFocus.restore();
  if (document.activeElement !== document.body) return;
  const main = document.querySelector<HTMLElement>("main");
  (isDocked ? (main?.querySelector("textarea") ?? main) : main)?.focus();
}
