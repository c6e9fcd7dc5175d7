import { plainLine } from "../../../contract/formatting/plain-text.ts";
import type { Message } from "../../../contract/messages.ts";
import type { Texts } from "../i18n/page-texts.ts";

/** Returns a message as one line: its text or, if it has none, the name of its first file. */
export function previewOf({ content, attachments = [] }: Message, texts: Texts["message"]): string {
  const [first] = attachments;
  return content === "" && first ? texts.file({ name: first.fileName }) : plainLine(content);
}
