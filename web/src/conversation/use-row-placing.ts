import { type RefObject, useState } from "react";
import type { VirtualizerHandle } from "virtua";

/** A row, and where in the view the list shows it. */
export interface RowPlace {
  index: number;
  align: "start" | "center" | "end";
  /** Moves the row up by this many pixels. */
  offset: number;
}

type List = Pick<VirtualizerHandle, "viewportSize" | "getItemSize" | "getItemOffset">;
type Scroller = Pick<HTMLElement, "scrollTop" | "clientHeight">;

/** Rows that have kept their heights for this long are measured. */
const settledMs = 150;

/**
 * Shows a row of a virtual list in its place and keeps it there while the rows around it are measured. Virtua's
 * `scrollToIndex` does this as well, but it also moves a list that the user has begun to scroll.
 */
export class RowPlacing {
  #list: List | null = null;
  readonly #scroller: RefObject<Scroller | null>;
  /** Called when the list no longer keeps a row in its place. */
  onEnd = () => {};
  #place: RowPlace | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param scroller  the element that scrolls */
  constructor(scroller: RefObject<Scroller | null>) {
    this.#scroller = scroller;
  }

  /** Takes the list whose rows it shows. */
  attach = (list: List | null): void => {
    this.#list = list;
  };

  /** Stops keeping the row in its place. */
  end = (): void => this.show(undefined);

  /** The element that scrolls needs these handlers: a user scrolls with the wheel, a finger, a key or the scroll bar. */
  readonly handlers = {
    onWheel: this.end,
    onTouchMove: this.end,
    onKeyDown: this.end,
    onPointerDown: this.end,
  };

  /** Whether the list has reached its position: its rows are measured, and it is not moving to a row. */
  get isSettled(): boolean {
    return !this.#place && !!this.#list?.viewportSize;
  }

  /** Shows a row in its place, until the rows are measured or the user scrolls. */
  show(place: RowPlace | undefined): void {
    const before = this.#place;
    this.#place = place;
    this.keep();
    if (before && !place) this.onEnd();
  }

  /** Shows the row again after the rows have changed their heights. */
  keep(): void {
    clearTimeout(this.#timer);
    const list = this.#list;
    const scroller = this.#scroller.current;
    if (!this.#place || !scroller || !list) return;
    const { index, align, offset } = this.#place;
    const rest = list.getItemSize(index) - scroller.clientHeight;
    const share = { start: 0, center: 0.5, end: 1 }[align];
    scroller.scrollTop = list.getItemOffset(index) + offset + rest * share;
    // A list in a tab that is not visible measures nothing.
    if (list.viewportSize > 0) this.#timer = setTimeout(this.end, settledMs);
  }
}

/** Returns the placing of the rows that scroll within an element. */
export const useRowPlacing = (scroller: RefObject<HTMLElement | null>): RowPlacing =>
  useState(() => new RowPlacing(scroller))[0];
