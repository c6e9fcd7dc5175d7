import type { Conversation } from "../../../contract/conversations.ts";
import type { UserId } from "../../../contract/ids.ts";
import { isDeletedUser, type User } from "../../../contract/users.ts";
import { catalogs } from "../i18n/catalogs.ts";
import type { Texts } from "../i18n/page-texts.ts";
import type { Times } from "../i18n/times.ts";

/** Returns a user's full name, or the username if there is none. A deleted user has neither. */
export const nameOf = (user: Pick<User, "fullName" | "username">): string =>
  (isDeletedUser(user) ? catalogs.page.shown?.conversation.deletedUser : user.fullName) ?? user.username;

/** Returns the name by which others can mention a user. A deleted user has none. */
export const handleOf = (user: Pick<User, "username">): string | undefined =>
  isDeletedUser(user) ? undefined : `@${user.username}`;

/** Returns a conversation's name, or the names of its other participants if it has none. */
export function titleOf(conversation: Conversation, me: UserId, texts: Texts): string {
  if (conversation.name) return conversation.name;
  const others = conversation.participants
    .filter(({ user }) => user.id !== me)
    .map(({ user }) => nameOf(user));
  const unnamed = conversation.participantCount - conversation.participants.length;
  if (others.length === 0) return texts.conversation.justYou;
  const names = others.join(texts.separator);
  return unnamed > 0 ? texts.conversation.andMore({ names, count: unnamed }) : names;
}

/** Returns the other participant of a direct conversation. */
export const otherOf = (conversation: Conversation, me: UserId) =>
  conversation.isGroupChat ? undefined : conversation.participants.find(({ user }) => user.id !== me);

/** Returns the line below the title: a group's size, or the other participant's presence. */
export function subtitleOf(
  conversation: Conversation,
  me: UserId,
  { conversation: texts }: Texts,
  times: Times,
): string {
  if (conversation.isGroupChat) return texts.people({ count: conversation.participantCount });
  const other = otherOf(conversation, me);
  if (other?.online) return texts.online;
  return other?.lastSeenAt ? texts.lastSeen({ when: times.ago(other.lastSeenAt) }) : texts.offline;
}
