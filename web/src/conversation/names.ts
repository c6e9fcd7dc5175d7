import type { Conversation } from "../../../contract/conversations.ts";
import type { UserId } from "../../../contract/ids.ts";
import type { User } from "../../../contract/users.ts";
import type { Texts } from "../i18n/english.ts";
import type { Times } from "../i18n/times.ts";

/** What a person is called. */
export const nameOf = (user: Pick<User, "fullName" | "username">): string => user.fullName ?? user.username;

/** What a conversation is called: its name, or the names of the others. */
export function titleOf(conversation: Conversation, me: UserId, texts: Texts): string {
  if (conversation.name) return conversation.name;
  const others = conversation.participants
    .filter(({ user }) => user.id !== me)
    .map(({ user }) => nameOf(user));
  const unnamed = conversation.participantCount - conversation.participants.length;
  if (others.length === 0) return texts.conversation.justYou;
  return unnamed > 0 ? texts.conversation.andMore(others.join(", "), unnamed) : others.join(", ");
}

/** The other person of a direct conversation. */
export const otherOf = (conversation: Conversation, me: UserId) =>
  conversation.isGroupChat ? undefined : conversation.participants.find(({ user }) => user.id !== me);

/** What stands below the title: how many take part, or since when the other one is gone. */
export function subtitleOf(
  conversation: Conversation,
  me: UserId,
  { conversation: say }: Texts,
  times: Times,
): string {
  if (conversation.isGroupChat) return say.people(conversation.participantCount);
  const other = otherOf(conversation, me);
  if (other?.online) return say.online;
  return other?.lastSeenAt ? say.lastSeen(times.ago(other.lastSeenAt)) : say.offline;
}
