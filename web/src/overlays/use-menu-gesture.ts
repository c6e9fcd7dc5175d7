import { useLongPress } from "@mantine/hooks";
import type { MouseEvent } from "react";

/**
 * Returns the handlers of an element whose menu opens with a right click or, on a touch screen, with a long press.
 * Keyboards and screen readers need a button for the same menu.
 */
export function useMenuGesture(onOpen: () => void) {
  // Safari on iOS has no `contextmenu` event.
  const touch = useLongPress(onOpen, {
    events: ["touch"],
    cancelOnMove: true,
    // The press has opened the menu, and must not also follow a link.
    onFinish: (event) => event.preventDefault(),
  });
  return {
    ...touch,
    onContextMenu: (event: MouseEvent) => {
      event.preventDefault();
      onOpen();
    },
  };
}
