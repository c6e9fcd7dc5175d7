import type { NewStatus } from "../../../contract/availability.ts";
import { isEmoji } from "../../../contract/emoji.ts";

/** The emoji of a status whose text begins with none. */
const usualEmoji = "💬";

/** Reads a status: an emoji, a text, or both. */
export function typedStatus(text: string): NewStatus {
  const [first = "", ...words] = text.trim().split(/\s+/);
  if (!isEmoji(first)) return { emoji: usualEmoji, text: [first, ...words].join(" ") };
  return words.length === 0 ? { emoji: first } : { emoji: first, text: words.join(" ") };
}
