import { Fragment, lazy, memo, Suspense } from "react";
import { isEmoji } from "../../../contract/emoji.ts";
import { ErrorBoundary } from "../errors/error-boundary.tsx";
import type { MessageTextProps } from "./markdown.tsx";
import { withMentions } from "./mentions.tsx";
import classes from "./message.module.css";

const Markdown = lazy(() => import("./markdown.tsx"));

/** Matches text that may contain Markdown. Most messages don't match, so the parser rarely has to load. */
export const mayBeMarkdown = /[*_~`<>[\]\\|#]|https?:|www\.|@\S+\.|^\s*(?:[-+=]|\d+[.)])|^ {4}|\t/m;

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Whether a text consists of one to three emoji. */
function isFewEmoji(content: string): boolean {
  if (content.length > 60) return false;
  const parts = [...graphemes.segment(content)].map(({ segment }) => segment).filter((part) => part !== " ");
  return parts.length > 0 && parts.length <= 3 && parts.every(isEmoji);
}

/** The text of a message. It stays plain while the Markdown parser loads, and if that fails. */
export const MessageText = memo(function MessageText({ content, myUsername }: MessageTextProps) {
  if (isFewEmoji(content)) return <div className={classes.bigEmoji}>{content}</div>;
  const plain = <Plain content={content} myUsername={myUsername} />;
  if (!mayBeMarkdown.test(content)) return plain;
  return (
    <ErrorBoundary name="markdown" fallback={() => plain}>
      <Suspense fallback={plain}>
        <Markdown content={content} myUsername={myUsername} />
      </Suspense>
    </ErrorBoundary>
  );
});

/** Splits text into paragraphs and lines in the same way as Markdown. */
function Plain({ content, myUsername }: MessageTextProps) {
  return content
    .split(/\n(?:[ \t]*\n)+/)
    .filter((paragraph) => paragraph.trim() !== "")
    .map((paragraph, at) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs of a text never move
      <p key={at}>
        {paragraph.split("\n").map((line, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <Fragment key={row}>
            {row > 0 && <br />}
            {withMentions(line.trim(), myUsername)}
          </Fragment>
        ))}
      </p>
    ));
}
