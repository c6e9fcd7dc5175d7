import { lazy, Suspense } from "react";
import { isEmojiToken } from "../../../contract/emoji.ts";
import { ErrorBoundary } from "../errors/error-boundary.tsx";
import { EmojiPlace } from "./emoji-place.tsx";

const CustomEmoji = lazy(() => import("./custom-emoji.tsx"));

/** The picture of an emoji of the workspace, or its name as typed if there is none. */
export const EmojiName = ({ text }: { text: string }) => (
  <ErrorBoundary name="custom emoji" fallback={() => text}>
    <Suspense fallback={<EmojiPlace text={text} />}>
      <CustomEmoji text={text} />
    </Suspense>
  </ErrorBoundary>
);

/** The emoji of a reaction: a Unicode emoji, or the name of an emoji of the workspace. */
export const ShownEmoji = ({ emoji }: { emoji: string }) =>
  isEmojiToken(emoji) ? <EmojiName text={emoji} /> : emoji;
