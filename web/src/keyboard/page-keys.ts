import { useWindowEvent } from "@mantine/hooks";
import { onMessageKey } from "./message-keys.ts";
import { focusRegion } from "./next-region.ts";
import { walk } from "./walk.ts";

/** Elements that use the arrow keys and letters themselves. A block of code scrolls sideways. */
const busy = "input, textarea, select, audio, video, pre";

/** Where the arrow keys stop in the list of conversations: views, titles of sections, and conversations. */
const stops = "a, h3 button, [data-scrolls] > button";

/** Opens the menu of a row with the arrow key that points to the end of the line, where its button is. */
function openRowMenu(event: KeyboardEvent, target: HTMLElement): void {
  const isForward = event.key === (document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight");
  const menu = isForward && target.closest("li")?.querySelector<HTMLElement>("[data-row-menu]");
  if (!menu) return;
  event.preventDefault();
  menu.click();
}

function onKeyDown(event: KeyboardEvent): void {
  const { target, key } = event;
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
  // The focus stays within a modal dialog.
  if (key === "F6" && !document.querySelector('[aria-modal="true"]')) {
    event.preventDefault();
    focusRegion(event.shiftKey ? -1 : 1);
  }
  if (event.shiftKey || !(target instanceof HTMLElement) || target.matches(busy)) return;
  const conversations = target.closest("nav [data-scrolls]");
  const messages = target.closest("main [role=log], aside [data-scrolls]");
  if (conversations) {
    walk(event, target, conversations, stops);
    openRowMenu(event, target);
  }
  if (messages) onMessageKey(event, target, messages);
}

/** The keys by which the focus moves through the page. Fields and menus handle theirs before. */
export const usePageKeys = (): void => useWindowEvent("keydown", onKeyDown);
