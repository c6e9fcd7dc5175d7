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
