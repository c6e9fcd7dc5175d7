import { ActionIcon, Text } from "@mantine/core";
import { IconArrowDown } from "@tabler/icons-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { Virtuoso, type VirtuosoHandle } from "react-virtuoso";
import { hasOlder, type Timeline } from "../../../client/timelines/timeline.ts";
import type { Conversation } from "../../../contract/conversations.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import { isThreadOnly } from "../../../contract/messages.ts";
import { useErrors } from "../errors/errors-context.tsx";
import { useTexts } from "../i18n/texts.tsx";
import { usePeople } from "../people/use-people.ts";
import { useChat } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";
import classes from "./conversation.module.css";
import { initialPlace } from "./initial-place.ts";
import { type ListContext, listComponents, renderRow } from "./message-list-parts.tsx";
import { peopleOf, type Row, rowsOf } from "./rows.ts";
import { useFirstIndex } from "./use-first-index.ts";
import { useKeepEnd } from "./use-keep-end.ts";
import { useMentionLook } from "./use-mention-look.ts";
import { useReading } from "./use-reading.ts";

export interface MessageListProps {
  id: ConversationId;
  conversation: Conversation;
  timeline: Timeline;
}

const seqOf = (row: Row) => (row.state === "sent" ? row.message.seq : undefined);

/** Returns the first unread message that the timeline shows, if all before it are loaded. */
function firstShown({
  rows,
  timeline,
  unreadFrom,
}: {
  rows: readonly Row[];
  timeline: Timeline;
  unreadFrom: number | undefined;
}): number | undefined {
  if (unreadFrom === undefined || (timeline.messages[0]?.seq ?? 0) > unreadFrom) return undefined;
  return rows.map(seqOf).find((seq) => seq !== undefined && seq >= unreadFrom);
}

/** A conversation's messages, starting at the first unread one. Scrolling loads older and newer pages. */
export function MessageList({ id, conversation, timeline }: MessageListProps) {
  const { client, me } = useChat();
  const { background } = useErrors();
  const { attempt } = useNotice();
  const texts = useTexts().conversation;
  const list = useRef<VirtuosoHandle>(null);
  const [isAtBottom, setAtBottom] = useState(true);
  const rows = useMemo(() => rowsOf(timeline, me.id), [timeline, me.id]);
  const people = usePeople(useMemo(() => peopleOf(rows), [rows]));
  const mentionLook = useMentionLook(conversation, me);
  const pendingCount = timeline.pending.filter((message) => !isThreadOnly(message)).length;
  const isAtEnd = isAtBottom && timeline.isAtEnd;
  const unreadFrom = useReading({ conversation, timeline, isAtEnd });
  const { focus, part } = timeline;
  const firstIndex = useFirstIndex(rows, part);
  const firstUnread = firstShown({ rows, timeline, unreadFrom });
  const seqs = rows.map(seqOf);

  // Only the part that opens first starts at the first unread message. A later one has its focus, or replaces the end.
  const [firstPart] = useState(part);
  const place = initialPlace({
    seqs,
    focus: focus?.seq,
    unread: part === firstPart ? firstUnread : undefined,
  });
  const { attach, keep, noteBottom, release, isAtKeptEnd } = useKeepEnd({
    startsAtEnd: place.index === "LAST",
    isComplete: timeline.isAtEnd,
  });

  useEffect(() => (isAtEnd ? undefined : client.timelines.hold(id)), [client, id, isAtEnd]);

  // Sending a message scrolls to it.
  useEffect(() => {
    if (pendingCount > 0) list.current?.scrollToIndex({ index: "LAST", align: "end" });
  }, [pendingCount]);

  // Scrolls only within the shown part. A new part starts at the focused message: see `initialTopMostItemIndex`.
  const shownPart = useRef(part);
  // biome-ignore lint/correctness/useExhaustiveDependencies: must not scroll back when older messages load
  useEffect(() => {
    const isSamePart = shownPart.current === part;
    shownPart.current = part;
    if (!focus || !isSamePart) return;
    release();
    const at = seqs.indexOf(focus.seq);
    if (at >= 0) list.current?.scrollToIndex({ index: at, align: "center" });
  }, [focus, part]);

  if (rows.length === 0) {
    return (
      <Text c="dimmed" ta="center" p="xl">
        {texts.empty}
      </Text>
    );
  }
  const context: ListContext = {
    conversation,
    people,
    mentionLook,
    isOlderComing: hasOlder(timeline),
    isAtEnd: timeline.isAtEnd,
    firstUnread,
    focus,
  };
  const toNewest = () => {
    void attempt(client.timelines.showNewest(id));
    list.current?.scrollToIndex({ index: "LAST", align: "end" });
  };
  return (
    <div className={classes.list}>
      <Virtuoso<Row, ListContext>
        key={part}
        ref={list}
        role="log"
        aria-label={texts.messages}
        className={classes.scroller ?? ""}
        data={rows}
        context={context}
        firstItemIndex={firstIndex}
        scrollerRef={attach}
        totalListHeightChanged={keep}
        initialTopMostItemIndex={place}
        alignToBottom
        increaseViewportBy={600}
        computeItemKey={(_, row) => row.id}
        startReached={() => background(client.timelines.loadOlder(id), "loadOlder")}
        endReached={() => background(client.timelines.loadNewer(id), "loadNewer")}
        atBottomThreshold={80}
        atBottomStateChange={(atBottom) => {
          setAtBottom(atBottom);
          if (atBottom) noteBottom();
        }}
        followOutput={(atBottom) => (atBottom && timeline.isAtEnd && isAtKeptEnd() ? "auto" : false)}
        itemContent={renderRow}
        components={listComponents}
      />
      {!isAtEnd && (
        <div className={classes.toNewest}>
          <ActionIcon size={44} radius="xl" variant="default" aria-label={texts.toNewest} onClick={toNewest}>
            <IconArrowDown size={20} />
          </ActionIcon>
          {conversation.unreadCount > 0 && (
            <span className={classes.unread}>
              {conversation.unreadCount > 99 ? "99+" : conversation.unreadCount}
            </span>
          )}
        </div>
      )}
    </div>
  );
}
