import { memo } from "react";
import { isEmoji } from "../../../contract/emoji.ts";
import { ErrorBoundary } from "../errors/error-boundary.tsx";
import { ReportButton } from "../errors/report-button.tsx";
import { FormattedText, type FormattedTextProps } from "./formatted-text.tsx";
import classes from "./message.module.css";

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Whether a text consists of one to three emoji. */
function isFewEmoji(content: string): boolean {
  if (content.length > 60) return false;
  const parts = [...graphemes.segment(content)].map(({ segment }) => segment).filter((part) => part !== " ");
  return parts.length > 0 && parts.length <= 3 && parts.every(isEmoji);
}

/** The text of a message. An error while it is formatted leaves it as it was typed. */
export const MessageText = memo(function MessageText(props: FormattedTextProps) {
  const { content } = props;
  return (
    <ErrorBoundary
      name="message text"
      fallback={(_, failure) => (
        <>
          <p>{content}</p>
          <ReportButton failure={failure} />
        </>
      )}
    >
      <LargeOrFormatted {...props} />
    </ErrorBoundary>
  );
});

function LargeOrFormatted(props: FormattedTextProps) {
  const { content } = props;
  return isFewEmoji(content) ? (
    <div className={classes.bigEmoji}>{content}</div>
  ) : (
    <FormattedText {...props} />
  );
}
