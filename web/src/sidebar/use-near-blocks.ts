import { useCallback, useEffect, useRef, useState } from "react";

/** How far from the view rows are rendered, and how far from it they are removed again. */
const margins = { render: "800px", remove: "2000px" };

/** Whether a block of rows has the focus. Its rows follow the element of the block. */
function hasFocus(block: Element): boolean {
  for (
    let row = block.nextElementSibling;
    row && !row.hasAttribute("data-block");
    row = row.nextElementSibling
  )
    if (row.contains(document.activeElement)) return true;
  return false;
}

/**
 * Follows which blocks of a scrolling list are near its view.
 *
 * @returns the numbers of these blocks, and a `ref` for the element of each block, which has its number in `data-block`
 */
export function useNearBlocks(): {
  near: ReadonlySet<number>;
  observe: (element: HTMLElement | null) => (() => void) | undefined;
} {
  const [near, setNear] = useState<ReadonlySet<number>>(new Set());
  const observers = useRef<readonly IntersectionObserver[]>([]);
  const observe = useCallback((element: HTMLElement | null) => {
    if (!element) return;
    if (observers.current.length === 0) {
      const root = element.closest("[data-scrolls]");
      const watch = (rootMargin: string, isWanted: boolean) =>
        new IntersectionObserver(
          (entries) => {
            const changed = entries
              .filter(
                ({ isIntersecting, target }) =>
                  isIntersecting === isWanted && (isWanted || !hasFocus(target)),
              )
              .map(({ target }) => Number(target.getAttribute("data-block")));
            setNear((before) => withChange(before, changed, isWanted));
          },
          { root, rootMargin },
        );
      observers.current = [watch(margins.render, true), watch(margins.remove, false)];
    }
    for (const observer of observers.current) observer.observe(element);
    return () => {
      for (const observer of observers.current) observer.unobserve(element);
    };
  }, []);
  useEffect(
    () => () => {
      for (const observer of observers.current) observer.disconnect();
      observers.current = [];
    },
    [],
  );
  return { near, observe };
}

/** Adds numbers to a set or removes them. @returns the same set if nothing changes */
function withChange(
  before: ReadonlySet<number>,
  numbers: readonly number[],
  isAdded: boolean,
): ReadonlySet<number> {
  const changed = numbers.filter((number) => before.has(number) !== isAdded);
  if (changed.length === 0) return before;
  const after = new Set(before);
  for (const number of changed) isAdded ? after.add(number) : after.delete(number);
  return after;
}
