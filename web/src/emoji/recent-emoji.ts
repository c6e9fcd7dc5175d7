import { isEmoji, isEmojiToken } from "../../../contract/emoji.ts";

/** How many recent emoji the picker shows. */
const kept = 16;

const recentKey = "chatflow.emoji";
const startingWith = ["👍", "❤️", "😂", "🎉", "😮", "😢", "🙏", "👀"];

/**
 * Returns the recently picked emoji, the latest first. Popular emoji stand in until the user has picked one. Those of the
 * workspace are names such as `:shipit:`, and may have been deleted meanwhile.
 */
export function recentEmoji(): string[] {
  const stored = (localStorage.getItem(recentKey) ?? "").split(" ");
  const picked = stored.filter((emoji) => isEmoji(emoji) || isEmojiToken(emoji));
  return [...new Set([...picked, ...startingWith])].slice(0, kept);
}

export const rememberEmoji = (emoji: string): void =>
  localStorage.setItem(recentKey, [emoji, ...recentEmoji().filter((other) => other !== emoji)].join(" "));

export const forgetRecentEmoji = (): void => localStorage.removeItem(recentKey);
