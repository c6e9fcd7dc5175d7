import { isEmoji } from "../../../contract/emoji.ts";

const recentKey = "chatflow.emoji";
const startingWith = ["👍", "❤️", "😂", "🎉", "😮", "😢", "🙏", "👀"];

/** Returns the recently picked emoji, the latest first. Popular emoji stand in until the user has picked one. */
export function recentEmoji(): string[] {
  const stored = (localStorage.getItem(recentKey) ?? "").split(" ").filter(isEmoji);
  return [...new Set([...stored, ...startingWith])].slice(0, 16);
}

export const rememberEmoji = (emoji: string): void =>
  localStorage.setItem(recentKey, [emoji, ...recentEmoji().filter((other) => other !== emoji)].join(" "));

export const forgetRecentEmoji = (): void => localStorage.removeItem(recentKey);
