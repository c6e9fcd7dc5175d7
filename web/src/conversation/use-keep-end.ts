import { useCallback, useEffect, useRef } from "react";

/** A list that is scrolled to within this many pixels of its end counts as at its end. */
const nearPx = 40;

/**
 * Keeps the end of a scrolling list in view, whatever changes its size or that of its content: a banner above the
 * composer, a longer draft, files, a picture, or a line below the last message. Scrolling up ends this, and scrolling
 * back to the end resumes it.
 *
 * @param startsAtEnd  whether the list shows its end when it appears
 */
export function useKeepEnd(startsAtEnd: boolean) {
  const isKept = useRef(startsAtEnd);
  const scroller = useRef<HTMLElement>(undefined);
  const detach = useRef(() => {});

  const keep = useCallback(() => {
    const element = scroller.current;
    if (element && isKept.current) element.scrollTop = element.scrollHeight;
  }, []);

  /** Keeps the end from now on, if a list that fits into its place is complete. */
  const noteBottom = useCallback(() => {
    const element = scroller.current;
    if (!element?.querySelector("[data-message]")) return;
    if (element.scrollHeight - element.clientHeight <= nearPx) isKept.current = true;
  }, []);

  const start = useRef(startsAtEnd);
  start.current = startsAtEnd;
  const attach = useCallback(
    (element: HTMLElement | Window | null) => {
      detach.current();
      if (!(element instanceof HTMLElement)) return;
      scroller.current = element;
      isKept.current = start.current;
      let top = element.scrollTop;
      const onScroll = () => {
        const { scrollTop, scrollHeight, clientHeight } = element;
        if (scrollHeight - clientHeight - scrollTop <= nearPx) isKept.current = true;
        else if (scrollTop < top) isKept.current = false;
        top = scrollTop;
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
  return { attach, keep, noteBottom };
}
