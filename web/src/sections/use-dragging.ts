import { type RefObject, useEffect, useRef, useState } from "react";
import { scrollStep } from "./drop-place.ts";

/** How far the pointer moves before a press becomes a drag. */
const threshold = 6;

/** The sections of unread and of archived conversations have fixed places, and nothing is moved to them. */
export const isMovable = (section: string): boolean => section !== "archived" && section !== "unread";

/** An element of the list that the pointer drags. */
export interface Dragged {
  kind: "conversation" | "section";
  key: string;
}

/** The position of the pointer during a drag. */
export interface Drag extends Dragged {
  x: number;
  y: number;
}

/** Returns the element of the list that a press on `target` would drag. */
function draggedBy(target: EventTarget | null): Dragged | undefined {
  if (!(target instanceof Element)) return undefined;
  const conversation = target.closest("a")?.closest<HTMLElement>("[data-conversation]")?.dataset.conversation;
  if (conversation) return { kind: "conversation", key: conversation };
  const section = target.closest("h3")?.closest<HTMLElement>("[data-section]")?.dataset.section;
  return section && isMovable(section) ? { kind: "section", key: section } : undefined;
}

/**
 * Follows a mouse that drags an element of the list. The list scrolls while the pointer is near its edges, Escape cancels,
 * and the release is no click. Touch scrolls the list or opens a menu instead.
 *
 * @param onDrop  called where the pointer was released
 * @returns the drag, or undefined if there is none
 */
export function useDragging(
  list: RefObject<HTMLElement | null>,
  onDrop: (drag: Drag) => void,
): Drag | undefined {
  const [drag, setDrag] = useState<Drag>();
  const drop = useRef(onDrop);
  drop.current = onDrop;
  useEffect(() => {
    const element = list.current;
    if (!element) return;
    let pressed: Drag | undefined;
    let current: Drag | undefined;
    let frame = 0;
    const show = (next: Drag | undefined) => {
      current = next;
      setDrag(next);
      document.documentElement.toggleAttribute("data-dragging", next !== undefined);
    };
    const end = () => {
      pressed = undefined;
      cancelAnimationFrame(frame);
      if (current) show(undefined);
    };
    const scroll = () => {
      if (!current) return;
      const step = scrollStep(element.getBoundingClientRect(), current.y);
      if (step !== 0) {
        element.scrollTop += step;
        // Another element is under the pointer now.
        show({ ...current });
      }
      frame = requestAnimationFrame(scroll);
    };
    const press = (event: PointerEvent) => {
      const { pointerType, button, target, clientX: x, clientY: y } = event;
      const dragged =
        pointerType === "mouse" && button === 0 && !event.ctrlKey ? draggedBy(target) : undefined;
      pressed = dragged && { ...dragged, x, y };
    };
    const move = ({ clientX: x, clientY: y, buttons }: PointerEvent) => {
      if (!pressed) return;
      // The button was released outside of the window.
      if (buttons === 0) return end();
      if (!current && Math.hypot(x - pressed.x, y - pressed.y) < threshold) return;
      if (!current) frame = requestAnimationFrame(scroll);
      show({ ...pressed, x, y });
    };
    const release = () => {
      if (current) {
        addEventListener("click", preventClick, { capture: true, once: true });
        // A release over another element than the press causes no click.
        setTimeout(() => removeEventListener("click", preventClick, { capture: true }));
        drop.current(current);
      }
      end();
    };
    const preventClick = (event: Event) => {
      event.preventDefault();
      event.stopPropagation();
    };
    const cancel = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || !current) return;
      event.preventDefault();
      event.stopPropagation();
      end();
    };
    const preventSelection = (event: Event) => {
      if (pressed) event.preventDefault();
    };
    const controller = new AbortController();
    const { signal } = controller;
    element.addEventListener("pointerdown", press, { signal });
    addEventListener("pointermove", move, { signal });
    addEventListener("pointerup", release, { signal });
    addEventListener("pointercancel", end, { signal });
    addEventListener("blur", end, { signal });
    addEventListener("keydown", cancel, { signal, capture: true });
    addEventListener("selectstart", preventSelection, { signal });
    return () => {
      controller.abort();
      end();
    };
  }, [list]);
  return drag;
}
