import type { Conversation } from "../../../contract/conversations.ts";
import type { UserId } from "../../../contract/ids.ts";
import type { User } from "../../../contract/users.ts";

/** What a person is called. */
export const nameOf = (user: Pick<User, "fullName" | "username">): string => user.fullName ?? user.username;

/** What a conversation is called: its name, or the names of the others. */
export function titleOf(conversation: Conversation, me: UserId): string {
  if (conversation.name) return conversation.name;
  const others = conversation.participants
    .filter(({ user }) => user.id !== me)
    .map(({ user }) => nameOf(user));
  const unnamed = conversation.participantCount - conversation.participants.length;
  if (others.length === 0) return "Just you";
  return unnamed > 0 ? `${others.join(", ")} and ${unnamed} more` : others.join(", ");
}

/** The other person of a direct conversation. */
export const otherOf = (conversation: Conversation, me: UserId) =>
  conversation.isGroupChat ? undefined : conversation.participants.find(({ user }) => user.id !== me);

/** What stands below the title: how many take part, or whether the other one is online. */
export function subtitleOf(conversation: Conversation, me: UserId): string {
  if (!conversation.isGroupChat) return otherOf(conversation, me)?.online ? "Online" : "Offline";
  const { participantCount } = conversation;
  return participantCount === 1 ? "1 person" : `${participantCount} people`;
}

/** Who writes, as one short sentence; empty when nobody does. */
export function typingText(names: readonly string[]): string {
  const [first, second] = names;
  if (first === undefined) return "";
  if (second === undefined) return `${first} is typing …`;
  return names.length === 2 ? `${first} and ${second} are typing …` : "Several people are typing …";
}
