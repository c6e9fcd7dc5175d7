import { lazy, memo } from "react";
import { isEmoji } from "../../../contract/emoji.ts";
import { hasChannelSign } from "../channel-names/channel-sign.ts";
import { ErrorBoundary } from "../errors/error-boundary.tsx";
import { LazyPart } from "../errors/lazy-part.tsx";
import { ReportButton } from "../errors/report-button.tsx";
import { FormattedText, type FormattedTextProps } from "./formatted-text.tsx";
import classes from "./message.module.css";

const ChannelText = lazy(() => import("../channel-names/channel-text.tsx"));

/** The names of emoji, which the workspace may or may not have. */
const emojiNames = /:[a-z0-9_+-]{2,32}:/g;

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Whether a text consists of one to three emoji, or of names that may be those of emoji. */
function isFewEmoji(content: string): boolean {
  if (content.length > 110) return false;
  const names = content.match(emojiNames) ?? [];
  const rest = content.replace(emojiNames, " ");
  const parts = [...graphemes.segment(rest)].map(({ segment }) => segment).filter((part) => part !== " ");
  const count = names.length + parts.length;
  return count > 0 && count <= 3 && parts.every(isEmoji);
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
  if (!isFewEmoji(content)) {
    const formatted = <FormattedText {...props} />;
    return hasChannelSign(content) ? (
      <LazyPart name="channel names" fallback={formatted}>
        <ChannelText {...props} />
      </LazyPart>
    ) : (
      formatted
    );
  }
  // The style sheet shows pictures larger, unless a name belongs to no emoji.
  return content.includes(":") ? (
    <div className={classes.fewNames}>
      <FormattedText {...props} />
    </div>
  ) : (
    <div className={classes.bigEmoji}>{content}</div>
  );
}
