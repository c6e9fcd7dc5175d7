import { ActionIcon, Indicator, Loader, Text } from "@mantine/core";
import { useDocumentVisibility } from "@mantine/hooks";
import { IconArrowDown } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { Virtuoso, type VirtuosoHandle } from "react-virtuoso";
import { hasOlder, lastSeq, type Timeline } from "../../../client/timelines/timeline.ts";
import type { Conversation } from "../../../contract/conversations.ts";
import type { ConversationId, UserId } from "../../../contract/ids.ts";
import type { User } from "../../../contract/users.ts";
import { ErrorBoundary } from "../errors/error-boundary.tsx";
import { useErrors } from "../errors/errors-context.tsx";
import { MessageFailure } from "../errors/failures.tsx";
import { useTexts } from "../i18n/texts.tsx";
import { MessageRow } from "../message/message-row.tsx";
import { useChat } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";
import classes from "./conversation.module.css";
import { type Row, rowsOf } from "./rows.ts";
import { SeenBy } from "./seen-by.tsx";
import { usePeople } from "./use-people.ts";

export interface MessageListProps {
  id: ConversationId;
  conversation: Conversation;
  timeline: Timeline;
}

interface ListContext {
  conversation: Conversation;
  people: ReadonlyMap<UserId, User>;
  isOlderComing: boolean;
  isAtEnd: boolean;
  firstUnread: number | undefined;
  focus: Timeline["focus"];
}

/**
 * The index of the first row. Virtuoso keeps the scroll position only if prepended rows get lower indexes and visible
 * rows keep theirs. The number exceeds every sequence number.
 */
const origin = 1_000_000_000;

const firstUnreadOf = ({ unreadCount, lastSeq }: Conversation): number | undefined =>
  unreadCount > 0 ? lastSeq - unreadCount + 1 : undefined;

/** A conversation's messages, starting at the first unread one. Scrolling loads older and newer pages. */
export function MessageList({ id, conversation, timeline }: MessageListProps) {
  const { client, me } = useChat();
  const { background } = useErrors();
  const { attempt } = useNotice();
  const texts = useTexts().conversation;
  const list = useRef<VirtuosoHandle>(null);
  const [isAtBottom, setAtBottom] = useState(true);
  const [firstUnread, setFirstUnread] = useState(() => firstUnreadOf(conversation));
  const rows = useMemo(() => rowsOf(timeline, me.id), [timeline, me.id]);
  const people = usePeople(conversation, rows);
  const visibility = useDocumentVisibility();
  const newest = lastSeq(timeline);
  const pendingCount = timeline.pending.length;
  const isAtEnd = isAtBottom && timeline.isAtEnd;
  const { focus, part } = timeline;
  const first = timeline.messages[0]?.seq ?? 1;

  // Seeing the end of the conversation marks it as read.
  useEffect(() => {
    if (isAtEnd && visibility === "visible" && newest > 0) client.readPositions.markRead(id, newest);
  }, [client, id, isAtEnd, visibility, newest]);

  // Messages that arrive while the tab is hidden appear below the line "New messages".
  useEffect(() => {
    if (visibility === "hidden") setFirstUnread((known) => firstUnreadOf(conversation) ?? known);
  }, [visibility, conversation]);
  const { unreadFrom } = conversation.settings;
  useEffect(() => {
    if (unreadFrom !== null) setFirstUnread(unreadFrom);
  }, [unreadFrom]);

  // Sending a message scrolls to it and removes the line "New messages".
  useEffect(() => {
    if (pendingCount === 0) return;
    setFirstUnread(undefined);
    list.current?.scrollToIndex({ index: "LAST", align: "end" });
  }, [pendingCount]);

  // Scrolls only within the shown part. A new part starts at the focused message: see `initialTopMostItemIndex`.
  const shownPart = useRef(part);
  // biome-ignore lint/correctness/useExhaustiveDependencies: must not scroll back when older messages load
  useEffect(() => {
    const isSamePart = shownPart.current === part;
    shownPart.current = part;
    if (focus && isSamePart) list.current?.scrollToIndex({ index: focus.seq - first, align: "center" });
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
    // biome-ignore lint/a11y/noStaticElementInteractions: handles the arrow keys of the messages inside
    <div className={classes.list} onKeyDown={walk}>
      <Virtuoso<Row, ListContext>
        key={part}
        ref={list}
        role="log"
        aria-label={texts.messages}
        className={classes.scroller ?? ""}
        data={rows}
        context={context}
        firstItemIndex={origin + first}
        initialTopMostItemIndex={initialPlace(rows.length, first, focus?.seq, firstUnread)}
        alignToBottom
        increaseViewportBy={600}
        computeItemKey={(_, row) => row.id}
        startReached={() => background(client.timelines.loadOlder(id), "loadOlder")}
        endReached={() => background(client.timelines.loadNewer(id), "loadNewer")}
        atBottomThreshold={80}
        atBottomStateChange={setAtBottom}
        followOutput={(atBottom) => (atBottom && timeline.isAtEnd ? "auto" : false)}
        itemContent={renderRow}
        components={components}
      />
      {!isAtEnd && (
        <Indicator
          className={classes.toNewest}
          label={conversation.unreadCount > 99 ? "99+" : conversation.unreadCount}
          disabled={conversation.unreadCount === 0}
          size={18}
          offset={4}
        >
          <ActionIcon size={44} radius="xl" variant="default" aria-label={texts.toNewest} onClick={toNewest}>
            <IconArrowDown size={20} />
          </ActionIcon>
        </Indicator>
      )}
    </div>
  );
}

/** Returns where the list starts: at the focused message, at the first unread one, or at the end. */
function initialPlace(count: number, first: number, focus: number | undefined, unread: number | undefined) {
  const at = (seq: number | undefined) =>
    seq !== undefined && seq >= first && seq - first < count ? seq - first : undefined;
  const focused = at(focus);
  if (focused !== undefined) return { index: focused, align: "center" } as const;
  const firstNew = at(unread);
  if (firstNew !== undefined) return { index: firstNew, align: "start", offset: -40 } as const;
  return { index: "LAST", align: "end" } as const;
}

/** Moves the focus to the previous or next message with the arrow keys. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const { target } = event;
  if (step === undefined || !(target instanceof HTMLElement) || target.dataset.message === undefined) return;
  const messages = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-message]")];
  const next = messages[messages.indexOf(target) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function renderRow(_: number, row: Row, { conversation, people, firstUnread, focus }: ListContext) {
  const seq = row.state === "sent" ? row.message.seq : undefined;
  return (
    <ErrorBoundary name="message" fallback={(retry) => <MessageFailure onRetry={retry} />}>
      <MessageRow
        row={row}
        people={people}
        conversationId={conversation.id}
        isFirstUnread={seq !== undefined && seq === firstUnread}
        focusCount={seq !== undefined && seq === focus?.seq ? focus.count : undefined}
        runsGroup={conversation.isGroupChat && conversation.role !== "member"}
      />
    </ErrorBoundary>
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

const components = { Header: ListHeader, Footer: ListFooter };
