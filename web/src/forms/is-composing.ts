/**
 * Whether an input method handles the key itself, because it composes a character. Safari reports the Enter that ends a
 * composition after its end, with the key code 229: https://bugs.webkit.org/show_bug.cgi?id=165004
 *
 * Every field in which a key does more than write asks this first.
 */
export const isComposing = (event: Pick<KeyboardEvent, "isComposing" | "keyCode">): boolean =>
  event.isComposing || event.keyCode === 229;
