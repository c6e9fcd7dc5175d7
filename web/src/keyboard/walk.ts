/** Moves the focus with the arrow keys to the previous or next element within `list` that matches `selector`. */
export function walk(event: KeyboardEvent, target: HTMLElement, list: Element, selector: string): void {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (step === undefined) return;
  const items = [...list.querySelectorAll<HTMLElement>(selector)];
  // The item itself, the one around the target, or the one before it.
  const at = items.findLastIndex(
    (item) => item === target || item.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_FOLLOWING,
  );
  // From the list itself, the key scrolls.
  const next = at === -1 ? undefined : items[at + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
