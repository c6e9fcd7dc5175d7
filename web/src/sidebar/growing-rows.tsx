import { type ReactNode, useEffect, useRef, useState } from "react";
import classes from "./sidebar.module.css";

/** The rows that are rendered first: more than a tall screen shows. */
const first = 40;

/** How many rows are added together: few enough for one frame. */
const step = 16;

export interface GrowingRowsProps<Id extends string> {
  ids: readonly Id[];
  /** Returns a row, with a key. It is called for the rows that are rendered. */
  children: (id: Id) => ReactNode;
}

/**
 * The rows of a section. It renders the first ones, and more as the end of the rendered ones comes near the view. The
 * others reserve their space, so that the scroll bar shows the length of the whole list.
 */
export function GrowingRows<Id extends string>({ ids, children }: GrowingRowsProps<Id>) {
  const [count, setCount] = useState(first);
  const end = useRef<HTMLLIElement>(null);
  const left = Math.max(0, ids.length - count);
  const hasMore = left > 0;
  // Observes again after each step, because the end may still be in view.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (!hasMore || !end.current) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setCount((before) => before + step);
      },
      { root: end.current.closest("[data-scrolls]"), rootMargin: "800px" },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [hasMore, count]);
  return (
    <>
      {ids.slice(0, count).map(children)}
      {hasMore && (
        <li
          ref={end}
          aria-hidden
          className={classes.unrendered}
          style={{ height: `calc(${left} * var(--row-height))` }}
        />
      )}
    </>
  );
}
