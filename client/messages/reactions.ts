import type { UserId } from "../../contract/ids.ts";
import type { Message } from "../../contract/messages.ts";

/** One user's reaction to a message. */
export interface OwnReaction {
  emoji: string;
  userId: UserId;
  /** Whether to add the reaction or to remove it. */
  isSet: boolean;
}

/** Adds a user's reaction to a message, or removes it. An emoji without users disappears. */
export function withReaction(message: Message, { emoji, userId, isSet }: OwnReaction): Message {
  const changed = message.reactions.map((reaction) =>
    reaction.emoji === emoji
      ? { emoji, userIds: reaction.userIds.filter((id) => id !== userId).concat(isSet ? [userId] : []) }
      : reaction,
  );
  const isNew = isSet && !message.reactions.some((reaction) => reaction.emoji === emoji);
  const reactions = isNew ? [...changed, { emoji, userIds: [userId] }] : changed;
  return { ...message, reactions: reactions.filter(({ userIds }) => userIds.length > 0) };
}
