import { useWindowEvent } from "@mantine/hooks";
import { onMessageKey } from "./message-keys.ts";
import { focusRegion } from "./next-region.ts";
import { walk } from "./walk.ts";

/** Elements that use the arrow keys and letters themselves. A block of code scrolls sideways. */
const busy = "input, textarea, select, audio, video, pre";

/** Where the arrow keys stop in the list of conversations: views, titles of sections, and conversations. */
const stops = "a, h3 button, [data-scrolls] > button";

/** Where they stop in a list of people. */
const people = "li > button:first-child";

/** Returns 1 for the arrow key that points to the end of the line, -1 for the one to its start, and otherwise 0. */
function stepAlongLine({ key }: KeyboardEvent): number {
  const toRight = { ArrowRight: 1, ArrowLeft: -1 }[key] ?? 0;
  return document.documentElement.dir === "rtl" ? -toRight : toRight;
}

/** Opens the menu of a row with the arrow key that points to the end of the line, where its button is. */
function openRowMenu(event: KeyboardEvent, target: HTMLElement): void {
  const menu =
    stepAlongLine(event) === 1 && target.closest("li")?.querySelector<HTMLElement>("[data-row-menu]");
  if (!menu) return;
  event.preventDefault();
  menu.click();
}

/** Moves the focus between the title of a section and the buttons beside it. */
function walkHeader(event: KeyboardEvent, target: HTMLElement): void {
  const step = stepAlongLine(event);
  const header = step !== 0 && target.closest("[data-section] > div");
  if (!header) return;
  const buttons = [...header.querySelectorAll<HTMLElement>("button")];
  const next = buttons[buttons.indexOf(target) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
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
    walkHeader(event, target);
  }
  const rows = target.closest("[data-people]");
  if (rows) {
    walk(event, target, rows, people);
    openRowMenu(event, target);
  }
  if (messages) onMessageKey(event, target, messages);
}

/** The keys by which the focus moves through the page. Fields and menus handle theirs before. */
export const usePageKeys = (): void => useWindowEvent("keydown", onKeyDown);
