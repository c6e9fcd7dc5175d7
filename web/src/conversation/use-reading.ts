import { useEffect, useState } from "react";
import { readUpTo } from "../../../client/conversations/conversation-changes.ts";
import { lastSeq, type Timeline } from "../../../client/timelines/timeline.ts";
import type { Conversation } from "../../../contract/conversations.ts";
import { isThreadOnly } from "../../../contract/messages.ts";
import { useIsCovered } from "../panel/use-is-covered.ts";
import { useChat } from "../session/chat-context.tsx";
import { usePageVisible } from "../use-page-visible.ts";

const firstUnreadOf = (conversation: Conversation): number | undefined =>
  conversation.unreadCount > 0 ? readUpTo(conversation) + 1 : undefined;

export interface Reading {
  conversation: Conversation;
  timeline: Timeline;
  /** Whether the user sees the newest message. */
  isAtEnd: boolean;
}

/**
 * Marks a conversation as read when the user sees its end.
 * @returns the sequence number below the line "New messages"
 */
export function useReading({ conversation, timeline, isAtEnd }: Reading): number | undefined {
  const { client } = useChat();
  const isCovered = useIsCovered();
  const isPageVisible = usePageVisible();
  const isVisible = isPageVisible && !isCovered;
  const [firstUnread, setFirstUnread] = useState(() => firstUnreadOf(conversation));
  const { id } = conversation;
  const newest = lastSeq(timeline);
  const pendingCount = timeline.pending.filter((message) => !isThreadOnly(message)).length;
  const { unreadFrom } = conversation.settings;

  useEffect(() => {
    if (isAtEnd && isVisible && newest > 0) client.readPositions.markRead(id, newest);
  }, [client, id, isAtEnd, isVisible, newest]);

  // Messages that arrive while the user does not see the list appear below the line "New messages".
  useEffect(() => {
    if (!isVisible) setFirstUnread((known) => firstUnreadOf(conversation) ?? known);
  }, [isVisible, conversation]);
  useEffect(() => {
    if (unreadFrom !== null) setFirstUnread(unreadFrom);
  }, [unreadFrom]);

  // Sending a message removes the line.
  useEffect(() => {
    if (pendingCount > 0) setFirstUnread(undefined);
  }, [pendingCount]);
  return firstUnread;
}
