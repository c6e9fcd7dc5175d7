import type { Message } from "../../../contract/messages.ts";
import type { Texts } from "../i18n/english.ts";

/** Returns a message's text as one line without Markdown, for previews. */
export function plainText(content: string): string {
  return content
    .slice(0, 300)
    .replace(/```\w*\n?/g, "")
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/^\s*(?:>|#{1,6}|[-*+]|\d+\.)\s+/gm, "")
    .replace(/(\*\*|__|~~|`)(?=\S)(.+?)(?<=\S)\1/g, "$2")
    .replace(/(?<![\w*_])([*_])(?=\S)(.+?)(?<=\S)\1(?![\w*_])/g, "$2")
    .replace(/\s+/g, " ")
    .trim();
}

/** Returns a message as one line: its text or, if it has none, the name of its first file. */
export function previewOf({ content, attachments = [] }: Message, texts: Texts["message"]): string {
  const [first] = attachments;
  return content === "" && first ? texts.file(first.fileName) : plainText(content);
}
