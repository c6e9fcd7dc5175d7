import { type Conversation, kindOf } from "../../contract/conversations.ts";
import type { ConversationId, SectionId } from "../../contract/ids.ts";
import {
  type BuiltInSection,
  builtInSections,
  type ListSections,
  type OwnSection,
} from "../../contract/list-sections.ts";
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

/** Names a section of the list: a kind that every list has, or the id of one of the user's own. */
export type SectionKey = BuiltInSection | SectionId;

export const keyOfSection = (section: ListSections[number]): SectionKey =>
  section.kind === "own" ? section.id : section.kind;

/** Returns the user's sections in order, each once, with those that every list has. */
export function orderedSections(sections: ListSections | undefined): ListSections {
  const usual = builtInSections.map((kind) => ({ kind }));
  const byKey = new Map<SectionKey, ListSections[number]>();
  for (const section of [...(sections ?? []), ...usual]) {
    const key = keyOfSection(section);
    if (!byKey.has(key)) byKey.set(key, section);
  }
  return [...byKey.values()];
}

/** The section of the user's own to which a conversation belongs, unless it was deleted. */
export const ownSectionOf = (
  { settings }: Conversation,
  sections: ListSections | undefined,
): OwnSection | undefined =>
  sections?.find(
    (section): section is OwnSection => section.kind === "own" && section.id === settings.sectionId,
  );

/** A section of the list with its conversations. */
export interface FilledSection {
  section: ListSections[number];
  conversations: Conversation[];
}

/** Whether a conversation has news for the user: unread messages unless it is muted, or a mention. */
export const hasNews = ({ unreadCount, mentionCount, settings }: Conversation): boolean =>
  mentionCount > 0 || (unreadCount > 0 && settings.notify !== "nothing");

/**
 * Returns the conversations for the section of unread ones: those with news.
 *
 * @param kept  conversations that must not move, and whether they are in the section
 */
export function unreadConversations(
  conversations: ChatState["conversations"],
  kept: ReadonlyMap<ConversationId, boolean>,
): ReadonlySet<ConversationId> {
  const unread = new Set<ConversationId>();
  for (const [id, conversation] of conversations) if (kept.get(id) ?? hasNews(conversation)) unread.add(id);
  return unread;
}

/** The conversations of a list. */
export interface ListedConversations {
  /** Those with news, which stand first if the user wants it. */
  unread: Conversation[];
  sections: FilledSection[];
  /** The conversations that the user has archived, and the read-only ones, which have `archivedAt`. */
  archived: Conversation[];
}

/**
 * Divides conversations into the sections of a list. Pinned ones are the favourites.
 *
 * @param unread  the conversations that stand first, in the section of unread ones
 */
export function conversationSections(
  conversations: ChatState["conversations"],
  sections: ListSections | undefined,
  unread: ReadonlySet<ConversationId> = new Set(),
): ListedConversations {
  const { active, archived } = sortedConversations(conversations);
  const first: Conversation[] = [];
  const filled = orderedSections(sections).map((section): FilledSection => ({ section, conversations: [] }));
  const byKey = new Map(filled.map((each) => [keyOfSection(each.section), each.conversations]));
  for (const conversation of active) {
    if (conversation.archivedAt !== undefined) continue;
    if (unread.has(conversation.id)) {
      first.push(conversation);
      continue;
    }
    const { isPinned, sectionId } = conversation.settings;
    const usual = isNamedGroup(conversation) ? "channels" : "direct";
    const own = isPinned ? byKey.get("favourites") : sectionId && byKey.get(sectionId);
    (own ?? byKey.get(usual))?.push(conversation);
  }
  return {
    unread: first,
    sections: filled,
    archived: [...active.filter(({ archivedAt }) => archivedAt !== undefined), ...archived],
  };
}

/** Counts the unread mentions in conversations that the user has not archived. */
export function unreadMentions(conversations: ChatState["conversations"]): number {
  let count = 0;
  for (const { settings, mentionCount } of conversations.values())
    if (!settings.isArchived) count += mentionCount;
  return count;
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
