import { plainLineParts } from "../../../contract/formatting/plain-line-parts.ts";
import CustomEmoji from "../emoji/custom-emoji.tsx";

/** A text as one line without its formats. Emoji of the workspace are pictures, as in the message. */
export default function EmojiLine({ content }: { content: string }) {
  return plainLineParts(content).map((part, at) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of a text never move
    typeof part === "string" ? part : <CustomEmoji key={at} text={part.text} />,
  );
}
