import { overlaysHere } from "./use-back-to-close.ts";

/**
 * Returns the options of a navigation that may begin in an overlay. The next page takes over the entry of the overlay in
 * the browser's history, so that "Forward" leads there again.
 */
export const fromOverlay = () => ({ replace: overlaysHere().length > 0 });
