/**
 * Whether an input method handles the key itself, because it composes a character. Safari reports the key that ends a
 * composition after its end, with the key code 229: https://bugs.webkit.org/show_bug.cgi?id=165004
 */
const isComposing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229;

/**
 * Hides the keys of input methods from the page, so that the Enter that chooses a character sends no message, and the
 * Escape that discards one closes no dialog. Must come before all other handlers.
 */
export function hideComposedKeys(): void {
  const hide = (event: KeyboardEvent) => isComposing(event) && event.stopImmediatePropagation();
  window.addEventListener("keydown", hide, true);
}
