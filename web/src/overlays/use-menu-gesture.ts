import { type MouseEvent, type TouchEvent, useEffect, useRef } from "react";

/** A finger that rests this long opens the menu. */
const pressMs = 400;

/** A finger that moves further, in pixels, scrolls. */
const restPx = 10;

/**
 * Returns the handlers of an element whose menu opens with a right click, with the menu key or Shift F10, or, on a touch
 * screen, with a long press. Screen readers need a button for the same menu.
 */
export function useMenuGesture(onOpen: () => void) {
  const press = useRef({ timer: 0, x: 0, y: 0, isLong: false });
  const { current } = press;
  const stop = () => clearTimeout(current.timer);
  useEffect(() => () => clearTimeout(press.current.timer), []);
  return {
    // Safari on iOS has no `contextmenu` event.
    onTouchStart: ({ touches }: TouchEvent) => {
      const [touch] = Array.from(touches);
      stop();
      if (!touch) return;
      const open = () => {
        current.isLong = true;
        onOpen();
      };
      Object.assign(current, { x: touch.clientX, y: touch.clientY, isLong: false });
      current.timer = window.setTimeout(open, pressMs);
    },
    onTouchMove: ({ touches }: TouchEvent) => {
      const [touch] = Array.from(touches);
      if (touch && Math.hypot(touch.clientX - current.x, touch.clientY - current.y) > restPx) stop();
    },
    onTouchEnd: (event: TouchEvent) => {
      stop();
      // The press has opened the menu, and must not also follow a link.
      if (current.isLong) event.preventDefault();
    },
    onTouchCancel: stop,
    onContextMenu: (event: MouseEvent) => {
      event.preventDefault();
      onOpen();
    },
  };
}
