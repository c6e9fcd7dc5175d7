import { type Conversation, kindOf } from "../../contract/conversations.ts";
import type { ChatState } from "../chat-state.ts";

const lastActivity = (conversation: Conversation) =>
  conversation.lastMessage?.createdAt ?? conversation.createdAt;

/** Compares times, the later one first. With thousands of conversations, `localeCompare` would take too long. */
const descending = (a: string, b: string) => (a < b ? 1 : a > b ? -1 : 0);

/** Sorts conversations for a list: pinned ones first, then by latest activity. Archived ones are separate. */
export function sortedConversations(conversations: ChatState["conversations"]): {
  active: Conversation[];
  archived: Conversation[];
} {
  const sorted = [...conversations.values()].sort(
    (a, b) =>
      Number(b.settings.isPinned) - Number(a.settings.isPinned) ||
      descending(lastActivity(a), lastActivity(b)),
  );
  return {
    active: sorted.filter(({ settings }) => !settings.isArchived),
    archived: sorted.filter(({ settings }) => settings.isArchived),
  };
}

/** A channel, or a private group that has a name. Other groups are named after their people. */
export const isNamedGroup = (conversation: Conversation): boolean =>
  kindOf(conversation) === "channel" || (conversation.isGroupChat && conversation.name !== null);

/**
 * Divides conversations into the sections of a list. Pinned ones are the favourites. `archived` contains the
 * conversations that the user has archived, and those with `archivedAt`, which are read-only.
 */
export function conversationSections(conversations: ChatState["conversations"]): {
  favourites: Conversation[];
  channels: Conversation[];
  direct: Conversation[];
  archived: Conversation[];
} {
  const { active, archived } = sortedConversations(conversations);
  const open = active.filter(({ archivedAt }) => archivedAt === undefined);
  const others = open.filter(({ settings }) => !settings.isPinned);
  return {
    favourites: open.filter(({ settings }) => settings.isPinned),
    channels: others.filter(isNamedGroup),
    direct: others.filter((conversation) => !isNamedGroup(conversation)),
    archived: [...active.filter(({ archivedAt }) => archivedAt !== undefined), ...archived],
  };
}

/** Counts the unread messages in conversations that are not muted, and the unread mentions in all conversations. */
export function unreadTotals(conversations: ChatState["conversations"]): {
  unread: number;
  mentions: number;
} {
  let unread = 0;
  let mentions = 0;
  for (const { settings, unreadCount, mentionCount } of conversations.values()) {
    mentions += mentionCount;
    if (settings.notify === "all") unread += unreadCount;
    else if (settings.notify === "mentions") unread += mentionCount;
  }
  return { unread, mentions };
}
