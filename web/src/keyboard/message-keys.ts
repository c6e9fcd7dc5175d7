import { walk } from "./walk.ts";

const isOfOtherScript = (key: string) => /^(?!\p{Script=Latin})[\p{L}\p{M}]/u.test(key);

/** Returns the letter of a key. A keyboard of another script has its own letter at the place of a Latin one. */
const letterOf = ({ key, code }: KeyboardEvent) =>
  (/^[a-z]$/i.exec(key) ?? (isOfOtherScript(key) ? /(?<=^Key)[A-Z]$/.exec(code) : null))?.[0].toUpperCase();

/**
 * The keys of a list of messages: the arrow keys move the focus between messages, a letter presses the button that has it
 * as its `aria-keyshortcuts`, and Escape returns from a button to its message, and from a message to the composer.
 */
export function onMessageKey(event: KeyboardEvent, target: HTMLElement, messages: Element): void {
  const message = target.closest<HTMLElement>("[data-message]");
  const letter = letterOf(event);
  if (event.key === "Escape" && message) {
    const main = message.closest("main");
    // In a panel, the key closes the panel.
    const back = target === message ? main?.querySelector("textarea") : main && message;
    if (back) event.preventDefault();
    back?.focus();
  } else if (letter && !event.repeat && message && target === message) {
    const button = message.querySelector<HTMLElement>(`[aria-keyshortcuts=${letter}]`);
    // A letter must not end up in a field that the button opens.
    if (button) event.preventDefault();
    button?.click();
  } else walk(event, target, messages, "article[data-message]");
}
