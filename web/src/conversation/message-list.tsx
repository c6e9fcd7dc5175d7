import { ActionIcon, Text } from "@mantine/core";
import { IconArrowDown } from "@tabler/icons-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { hasOlder, lastSeq, type Timeline } from "../../../client/timelines/timeline.ts";
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
import { MessageRows, type Side } from "./message-rows.tsx";
import { peopleOf, type Row, rowsOf } from "./rows.ts";
import { useKeepEnd } from "./use-keep-end.ts";
import { useMentionLook } from "./use-mention-look.ts";
import { useReading } from "./use-reading.ts";
import { useRowPlacing } from "./use-row-placing.ts";

export interface MessageListProps {
  id: ConversationId;
  conversation: Conversation;
  timeline: Timeline;
  /** The message that the address names. */
  seq: number | undefined;
}

const seqOf = (row: Row) => (row.state === "sent" ? row.message.seq : undefined);

/** Returns the first unread message that the timeline shows, if all before it are loaded. */
function firstShown(
  seqs: readonly (number | undefined)[],
  { messages }: Timeline,
  unreadFrom: number | undefined,
): number | undefined {
  if (unreadFrom === undefined || (messages[0]?.seq ?? 0) > unreadFrom) return undefined;
  return seqs.find((seq) => seq !== undefined && seq >= unreadFrom);
}

/** A conversation's messages, starting at the first unread one. Scrolling loads older and newer pages. */
export function MessageList({ id, conversation, timeline, seq }: MessageListProps) {
  const { client, me } = useChat();
  const { background } = useErrors();
  const { attempt } = useNotice();
  const texts = useTexts().conversation;
  // Unknown until the list has taken its place: what the user has not seen stays unread.
  const [isAtBottom, setAtBottom] = useState<boolean>();
  const rows = useMemo(() => rowsOf(timeline, me.id), [timeline, me.id]);
  const people = usePeople(useMemo(() => peopleOf(rows), [rows]));
  const mentionLook = useMentionLook(conversation, me);
  const pendingCount = timeline.pending.filter((message) => !isThreadOnly(message)).length;
  const isAtEnd = isAtBottom === true && timeline.isAtEnd;
  const unreadFrom = useReading({ conversation, timeline, isAtEnd });
  const { focus, part } = timeline;
  const seqs = rows.map(seqOf);
  const firstUnread = firstShown(seqs, timeline, unreadFrom);

  // Only the part that opens first starts at the first unread message. A later one has its focus, or replaces the end.
  const [firstPart] = useState(part);
  const place = initialPlace({
    seqs,
    focus: focus?.seq,
    unread: part === firstPart ? firstUnread : undefined,
  });
  const keptEnd = useKeepEnd({ startsAtEnd: place === undefined, isComplete: timeline.isAtEnd });
  const { scroller, release, toEnd: keepEnd } = keptEnd;
  const placing = useRowPlacing(scroller);
  const toEnd = useCallback(() => {
    placing.end();
    keepEnd();
  }, [placing, keepEnd]);

  useEffect(() => (isAtEnd ? undefined : client.timelines.hold(id)), [client, id, isAtEnd]);

  // Sending a message scrolls to it.
  useEffect(() => {
    if (pendingCount > 0) toEnd();
  }, [pendingCount, toEnd]);

  // "Back" from a message leads to the end, also if the messages between them are loaded.
  const shownSeq = useRef(seq);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the address changes
  useEffect(() => {
    if (shownSeq.current !== undefined && seq === undefined && timeline.isAtEnd) toEnd();
    shownSeq.current = seq;
  }, [seq]);

  // Scrolls only within the shown part. A new part starts at the focused message: see `initialPlace`.
  const shownPart = useRef(part);
  // biome-ignore lint/correctness/useExhaustiveDependencies: must not scroll back when older messages load
  useEffect(() => {
    const isSamePart = shownPart.current === part;
    shownPart.current = part;
    if (!focus || !isSamePart) return;
    release();
    const at = seqs.indexOf(focus.seq);
    if (at < 0) return;
    setAtBottom((known) => (known ? undefined : known));
    placing.show({ index: at, align: "center", offset: 0 });
  }, [focus, part]);

  if (rows.length === 0) {
    return (
      <Text c="dimmed" ta="center" p="xl">
        {texts.empty}
      </Text>
    );
  }
  const toNewest = () => {
    void attempt(client.timelines.showNewest(id));
    toEnd();
  };
  const onNear = (side: Side) =>
    side === "start"
      ? background(client.timelines.loadOlder(id), "loadOlder")
      : background(client.timelines.loadNewer(id), "loadNewer");
  return (
    <div className={classes.list}>
      <MessageRows
        key={part}
        placing={placing}
        rows={rows}
        label={texts.messages}
        conversation={conversation}
        people={people}
        mentionLook={mentionLook}
        place={place}
        keptEnd={keptEnd}
        loaded={{ start: timeline.messages[0]?.seq ?? 0, end: lastSeq(timeline) }}
        isOlderComing={hasOlder(timeline)}
        isComplete={timeline.isAtEnd}
        firstUnread={firstUnread}
        focus={focus}
        onNear={onNear}
        onBottom={setAtBottom}
      />
      {isAtBottom !== undefined && !isAtEnd && (
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
