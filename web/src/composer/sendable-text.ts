import { hasVisibleCharacter } from "../../../contract/visible.ts";

/**
 * Returns the text to send: without blank lines at its ends, and empty if nothing of it is visible. The spaces before
 * the first word stay, because they may indent code.
 */
export function sendableText(text: string): string {
  if (!hasVisibleCharacter(text)) return "";
  const lines = text.split("\n");
  const first = lines.findIndex((line) => line.trim() !== "");
  return lines.slice(first).join("\n").trimEnd();
}
