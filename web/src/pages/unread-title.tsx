import { useEffect } from "react";
import { unreadTotals } from "../../../client/conversations/sorted-conversations.ts";
import { unreadThreads } from "../../../client/threads/followed-threads.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import { titleOf } from "../conversation/names.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useChat, useChatState } from "../session/chat-context.tsx";

/**
 * Shows a number on the installed app's icon, and nothing for 0. Only some browsers can, and iOS only with the permission
 * for notifications: https://developer.mozilla.org/en-US/docs/Web/API/Badging_API
 */
function showBadge(count: number): void {
  if ("setAppBadge" in navigator) navigator.setAppBadge(count).catch(() => {});
}

export interface UnreadTitleProps {
  openId: ConversationId | undefined;
  /** The title of the view that is open instead of a conversation. */
  view?: string;
}

/**
 * Shows the open conversation or view and the number of unread messages and threads in the tab's title and icon, and on
 * the app's icon.
 */
export function UnreadTitle({ openId, view }: UnreadTitleProps) {
  const { me } = useChat();
  const texts = useTexts();
  const conversations = useChatState((state) => state.conversations);
  const threads = useChatState((state) => state.threads);
  const totals = unreadTotals(conversations);
  const unread = totals.unread + unreadThreads(threads);
  const { mentions } = totals;
  const open = openId && conversations.get(openId);
  const shown = open ? titleOf(open, me.id, texts) : view;
  const title = shown ? `${shown} · ChatFlow` : "ChatFlow";
  useEffect(() => {
    document.title = unread > 0 ? `(${unread > 99 ? "99+" : unread}) ${title}` : title;
    const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    const badge = mentions > 0 ? "-mention" : unread > 0 ? "-unread" : "";
    if (link) link.href = `/icon${badge}.svg`;
  }, [unread, mentions, title]);
  useEffect(() => showBadge(unread), [unread]);
  useEffect(
    () => () => {
      document.title = "ChatFlow";
      showBadge(0);
    },
    [],
  );
  return null;
}
