import { useCallback, useEffect, useRef } from "react";

/** A list that is scrolled to within this many pixels of its end counts as at its end. */
const nearPx = 40;

export interface KeptList {
  /** Whether the list shows its end when it appears. */
  startsAtEnd: boolean;
  /**
   * Whether nothing follows the last row. Otherwise the last row is not the end, and rows that load below it must not
   * scroll the list.
   */
  isComplete: boolean;
}

/**
 * Keeps the end of a scrolling list in view, whatever changes its size or that of its content: a banner above the
 * composer, a longer draft, files, a picture, or a line below the last message. Scrolling up ends this, and scrolling
 * back to the end resumes it.
 *
 * `attach` takes the element that scrolls, which `scroller` then contains. The hook notices a change of its content
 * through `attachContent`, which takes the element around it, or through calls of `keep`.
 */
export function useKeepEnd({ startsAtEnd, isComplete }: KeptList) {
  const isKept = useRef(startsAtEnd);
  const complete = useRef(isComplete);
  complete.current = isComplete;
  const scroller = useRef<HTMLElement>(null);
  const detach = useRef(() => {});

  const keep = useCallback(() => {
    const element = scroller.current;
    if (element && isKept.current) element.scrollTop = element.scrollHeight;
  }, []);

  /** Keeps the end from now on, if a list that fits into its place is complete. */
  const noteBottom = useCallback(() => {
    const element = scroller.current;
    if (!element?.querySelector("[data-message]")) return;
    if (element.scrollHeight - element.clientHeight <= nearPx) isKept.current = complete.current;
  }, []);

  /** Shows the end, and keeps it from now on if the list is complete. */
  const toEnd = useCallback(() => {
    isKept.current = complete.current;
    const element = scroller.current;
    if (element) element.scrollTop = element.scrollHeight;
  }, []);

  /** Lets the list leave its end, before the page scrolls it to another place. */
  const release = useCallback(() => {
    isKept.current = false;
  }, []);

  const start = useRef(startsAtEnd);
  start.current = startsAtEnd;
  const attach = useCallback(
    (element: HTMLElement | null) => {
      detach.current();
      if (!element) return;
      scroller.current = element;
      isKept.current = start.current && complete.current;
      let top = element.scrollTop;
      let height = element.scrollHeight;
      const onScroll = () => {
        const { scrollTop, scrollHeight, clientHeight } = element;
        const isNear = scrollHeight - clientHeight - scrollTop <= nearPx;
        // While older messages load, the list is short for a moment, and the user is not at its end.
        if (isNear && scrollHeight === height) isKept.current = complete.current;
        else if (!isNear && scrollTop < top) isKept.current = false;
        top = scrollTop;
        height = scrollHeight;
      };
      const observer = new ResizeObserver(keep);
      observer.observe(element);
      element.addEventListener("scroll", onScroll, { passive: true });
      detach.current = () => {
        observer.disconnect();
        element.removeEventListener("scroll", onScroll);
        detach.current = () => {};
      };
    },
    [keep],
  );
  useEffect(() => () => detach.current(), []);

  const attachContent = useCallback(
    (element: HTMLElement | null) => {
      if (!element) return;
      const observer = new ResizeObserver(keep);
      observer.observe(element);
      return () => observer.disconnect();
    },
    [keep],
  );
  return { scroller, attach, attachContent, keep, noteBottom, toEnd, release };
}

export type KeptEnd = ReturnType<typeof useKeepEnd>;
