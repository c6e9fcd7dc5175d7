import { ErrorBoundary } from "../errors/error-boundary.tsx";
import { RowFailure } from "../errors/failures.tsx";
import { useTexts } from "../i18n/texts.tsx";
import { MessageRow, type MessageRowProps } from "./message-row.tsx";

/** The row of a message. An error stays within it, and shows the text as it was written. */
export function GuardedRow(props: MessageRowProps) {
  const texts = useTexts().errors;
  return (
    <ErrorBoundary
      name="message"
      fallback={(retry, failure) => (
        <RowFailure text={texts.message} raw={props.row.message.content} failure={failure} onRetry={retry} />
      )}
    >
      <MessageRow {...props} />
    </ErrorBoundary>
  );
}
