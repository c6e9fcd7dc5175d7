import { Loader, Text } from "@mantine/core";
import type { Timeline } from "../../../client/timelines/timeline.ts";
import type { Conversation } from "../../../contract/conversations.ts";
import type { UserId } from "../../../contract/ids.ts";
import type { User } from "../../../contract/users.ts";
import { useTexts } from "../i18n/texts.tsx";
import type { MentionLook } from "../message/formatted-text.tsx";
import { GuardedRow } from "../message/guarded-row.tsx";
import classes from "./conversation.module.css";
import type { Row } from "./rows.ts";
import { SeenBy } from "./seen-by.tsx";

/** The data that all rows share. */
export interface ListContext {
  conversation: Conversation;
  people: ReadonlyMap<UserId, User>;
  mentionLook: MentionLook;
  isOlderComing: boolean;
  isAtEnd: boolean;
  /** The sequence number below the line "New messages". */
  firstUnread: number | undefined;
  focus: Timeline["focus"];
}

/** Renders one row. */
export function renderRow(_: number, row: Row, context: ListContext) {
  const { conversation, people, mentionLook, firstUnread, focus } = context;
  const seq = row.state === "sent" ? row.message.seq : undefined;
  return (
    <GuardedRow
      row={row}
      people={people}
      mentionLook={mentionLook}
      conversationId={conversation.id}
      isFirstUnread={seq !== undefined && seq === firstUnread}
      focusCount={seq !== undefined && seq === focus?.seq ? focus.count : undefined}
      runsGroup={conversation.isGroupChat && conversation.role !== "member"}
    />
  );
}

function ListHeader({ context }: { context?: ListContext }) {
  const texts = useTexts().conversation;
  return (
    <div className={classes.start}>
      {context?.isOlderComing ? (
        <Loader size="sm" type="dots" aria-label={texts.loadingOlder} />
      ) : (
        <Text size="sm" c="dimmed">
          {texts.begins}
        </Text>
      )}
    </div>
  );
}

function ListFooter({ context }: { context?: ListContext }) {
  return (
    <div className={classes.end}>{context?.isAtEnd && <SeenBy conversation={context.conversation} />}</div>
  );
}

/** The parts above and below the rows. */
export const listComponents = { Header: ListHeader, Footer: ListFooter };
