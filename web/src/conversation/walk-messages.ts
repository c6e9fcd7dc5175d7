import type { KeyboardEvent } from "react";

/** Moves the focus to the previous or next message with the arrow keys. */
export function walkMessages(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const { target } = event;
  if (step === undefined || !(target instanceof HTMLElement) || target.dataset.message === undefined) return;
  const messages = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-message]")];
  const next = messages[messages.indexOf(target) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
