import { Loader, Text } from "@mantine/core";
import { useDocumentVisibility } from "@mantine/hooks";
import { useEffect, useMemo, useRef, useState } from "react";
import { Virtuoso, type VirtuosoHandle } from "react-virtuoso";
import type { Conversation } from "../../../contract/conversations.ts";
import type { ConversationId, UserId } from "../../../contract/ids.ts";
import type { User } from "../../../contract/users.ts";
import { hasOlder, lastSeq, type Timeline } from "../client/timeline.ts";
import { useChat } from "../session/chat-context.tsx";
import classes from "./conversation.module.css";
import { MessageRow } from "./message-row.tsx";
import { type Row, rowsOf } from "./rows.ts";
import { usePeople } from "./use-people.ts";

export interface MessageListProps {
  id: ConversationId;
  conversation: Conversation | undefined;
  timeline: Timeline;
}

interface ListContext {
  me: UserId;
  conversationId: ConversationId;
  people: ReadonlyMap<UserId, User>;
  isOlderComing: boolean;
}

/**
 * The list counts its rows from here, so that the numbers of those in view stay the same while older ones are
 * added before them. A seq cannot be that high.
 */
const origin = 1_000_000_000;

/** What was said, the newest at the bottom; older pages come as one scrolls up. */
export function MessageList({ id, conversation, timeline }: MessageListProps) {
  const { client, me } = useChat();
  const list = useRef<VirtuosoHandle>(null);
  const [isAtEnd, setAtEnd] = useState(true);
  const rows = useMemo(() => rowsOf(timeline, me.id), [timeline, me.id]);
  const people = usePeople(conversation, rows);
  const visibility = useDocumentVisibility();
  const newest = lastSeq(timeline);
  const pendingCount = timeline.pending.length;

  // Whoever sees the end of the list has read it.
  useEffect(() => {
    if (isAtEnd && visibility === "visible" && newest > 0) void client.markRead(id, newest);
  }, [client, id, isAtEnd, visibility, newest]);

  // What I send, I want to see, wherever I was reading.
  useEffect(() => {
    if (pendingCount > 0) list.current?.scrollToIndex({ index: "LAST", align: "end" });
  }, [pendingCount]);

  if (rows.length === 0) {
    return (
      <Text c="dimmed" ta="center" p="xl">
        No messages yet. Say hello!
      </Text>
    );
  }
  const context: ListContext = { me: me.id, conversationId: id, people, isOlderComing: hasOlder(timeline) };
  return (
    <Virtuoso<Row, ListContext>
      ref={list}
      role="log"
      aria-label="Messages"
      className={classes.scroller ?? ""}
      data={rows}
      context={context}
      firstItemIndex={origin + (timeline.messages[0]?.seq ?? 1)}
      initialTopMostItemIndex={{ index: "LAST", align: "end" }}
      alignToBottom
      increaseViewportBy={600}
      computeItemKey={(_, row) => row.id}
      startReached={() => void client.loadOlder(id).catch(() => {})}
      atBottomThreshold={80}
      atBottomStateChange={setAtEnd}
      followOutput={(atBottom) => (atBottom ? "auto" : false)}
      itemContent={renderRow}
      components={components}
    />
  );
}

const renderRow = (_: number, row: Row, { people, ...context }: ListContext) => (
  <MessageRow row={row} sender={people.get(row.senderId)} {...context} />
);

const components = {
  Header: ({ context }: { context?: ListContext }) => (
    <div className={classes.start}>
      {context?.isOlderComing ? (
        <Loader size="sm" type="dots" aria-label="Loading older messages" />
      ) : (
        <Text size="sm" c="dimmed">
          This is where the conversation begins.
        </Text>
      )}
    </div>
  ),
  Footer: () => <div className={classes.end} />,
};
