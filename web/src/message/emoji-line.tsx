import { plainLineParts } from "../../../contract/formatting/plain-line-parts.ts";
import CustomEmoji from "../emoji/custom-emoji.tsx";

/** A line has hardly room for more. The rest of a text stays text, so that no sender can slow down a list. */
const mostPictures = 20;

/** A text as one line without its formats. Emoji of the workspace are pictures, as in the message. */
export default function EmojiLine({ content }: { content: string }) {
  return plainLineParts(content, mostPictures).map((part, at) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of a text never move
    typeof part === "string" ? part : <CustomEmoji key={at} text={part.text} />,
  );
}
