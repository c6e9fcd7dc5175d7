import { useMemo, useRef } from "react";
import type { ChatState } from "../../../client/chat-state.ts";
import { hasNews, unreadConversations } from "../../../client/conversations/sorted-conversations.ts";
import { ConversationId } from "../../../contract/ids.ts";

export interface UnreadSection {
  /** Whether the list has the section. */
  isOn: boolean;
  conversations: ChatState["conversations"];
  openId: ConversationId | undefined;
  /** Whether the list stays as it is, because the pointer is over it. */
  isHeld: boolean;
}

/** The open conversation. */
interface Opened {
  id: ConversationId | undefined;
  /** Whether it had news when it opened. Absent until the page has loaded it. */
  isUnread?: boolean;
}

const none: ReadonlySet<ConversationId> = new Set();

/** The conversation of the row that has the focus. A row loses the focus when it moves to another section. */
const focusedRow = () =>
  document.activeElement?.closest<HTMLElement>("[data-conversation]")?.dataset.conversation;

/**
 * Returns the conversations of the section of unread ones. The open conversation stays where it was when it opened, until
 * another one opens, and the row with the focus stays as well.
 */
export function useUnreadSection({ isOn, conversations, openId, isHeld }: UnreadSection) {
  const opened = useRef<Opened>({ id: openId });
  const shown = useRef(none);
  if (opened.current.id !== openId) opened.current = { id: openId };
  const open = openId && conversations.get(openId);
  // The page may open a conversation before it has loaded it.
  if (open) opened.current.isUnread ??= hasNews(open);
  const isOpenUnread = opened.current.isUnread === true;
  const unread = useMemo(() => {
    if (!isOn) return none;
    const kept = new Map<ConversationId, boolean>();
    const focused = ConversationId.safeParse(focusedRow()).data;
    if (focused) kept.set(focused, shown.current.has(focused));
    if (openId) kept.set(openId, isOpenUnread);
    return unreadConversations(conversations, kept);
  }, [isOn, conversations, openId, isOpenUnread]);
  if (!isHeld || !isOn) shown.current = unread;
  return shown.current;
}
