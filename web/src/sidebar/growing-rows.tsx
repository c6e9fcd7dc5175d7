import type { ReactNode } from "react";
import classes from "./sidebar.module.css";
import { useNearBlocks } from "./use-near-blocks.ts";

/** The rows that are always rendered: more than a tall screen shows. */
const first = 40;

/** How many further rows appear together: few enough to render within a frame while the list scrolls. */
const blockSize = 8;

export interface GrowingRowsProps<Id extends string> {
  ids: readonly Id[];
  /** Returns a row, with a key. It is called for the rows that are rendered. */
  children: (id: Id) => ReactNode;
}

/**
 * The rows of a section. It renders the first ones, and those near the view. The others reserve their space, so that the
 * scroll bar shows the length of the whole list.
 */
export function GrowingRows<Id extends string>({ ids, children }: GrowingRowsProps<Id>) {
  const { near, observe } = useNearBlocks();
  const further = ids.slice(first);
  const blocks = Array.from({ length: Math.ceil(further.length / blockSize) }, (_, number) => number);
  // One flat list of keys, so that a row that moves to another block stays the same element and keeps the focus.
  return [
    ...ids.slice(0, first).map(children),
    ...blocks.flatMap((number) => {
      const rows = further.slice(number * blockSize, (number + 1) * blockSize);
      const isNear = near.has(number);
      const place = (
        <li
          key={`block ${number}`}
          ref={observe}
          data-block={number}
          aria-hidden
          className={classes.unrendered}
          style={{ height: isNear ? 0 : `calc(${rows.length} * var(--row-height))` }}
        />
      );
      return isNear ? [place, ...rows.map(children)] : [place];
    }),
  ];
}
