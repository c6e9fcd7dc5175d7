import { lazy } from "react";
import { hasEmojiSign } from "../../../contract/formatting/emoji-in.ts";
import { plainLine } from "../../../contract/formatting/plain-text.ts";
import type { Message } from "../../../contract/messages.ts";
import { LazyPart } from "../errors/lazy-part.tsx";
import { useTexts } from "../i18n/texts.tsx";
import { previewOf } from "./preview.ts";

const EmojiLine = lazy(() => import("./emoji-line.tsx"));

/** A text as one line without its formats. The code for emoji of the workspace loads with the first name of one. */
export function PlainLine({ content }: { content: string }) {
  const text = plainLine(content);
  if (!hasEmojiSign(text)) return text;
  return (
    <LazyPart name="emoji" fallback={text}>
      <EmojiLine content={content} />
    </LazyPart>
  );
}

/** A message as one line: its text, the name of its first file, or that it was deleted. */
export function PreviewLine({ message }: { message: Message }) {
  const texts = useTexts().message;
  const { content, deletedAt } = message;
  if (deletedAt) return texts.deleted;
  return content ? <PlainLine content={content} /> : previewOf(message, texts);
}
