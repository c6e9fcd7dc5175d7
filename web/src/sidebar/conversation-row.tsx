import { memo } from "react";
import { ErrorBoundary } from "../errors/error-boundary.tsx";
import { RowFailure } from "../errors/failures.tsx";
import { useTexts } from "../i18n/texts.tsx";
import { ConversationItem, type ConversationItemProps } from "./conversation-item.tsx";
import classes from "./sidebar.module.css";

/** The row of a conversation. A row whose conversation has not changed costs nothing when the list renders. */
export const ConversationRow = memo(function ConversationRow(props: ConversationItemProps) {
  const { errors } = useTexts();
  return (
    <li className={classes.row} data-conversation={props.conversation.id}>
      <ErrorBoundary
        name="conversation item"
        fallback={(retry, failure) => (
          <RowFailure text={errors.conversation} failure={failure} onRetry={retry} />
        )}
      >
        <ConversationItem {...props} />
      </ErrorBoundary>
    </li>
  );
});
