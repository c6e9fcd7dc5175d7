import type { Conversation } from "../../contract/conversations.ts";
import type { ChatState } from "../chat-state.ts";

/**
 * Returns conversations that an answer contains as they are now, without those that the user no longer takes part in.
 * The state may not contain a conversation yet, even if a list was restored from a snapshot.
 */
export const currentConversations = (
  { conversations, lostConversations }: Pick<ChatState, "conversations" | "lostConversations">,
  answered: readonly Conversation[],
): Conversation[] =>
  answered.flatMap(
    (conversation) =>
      conversations.get(conversation.id) ?? (lostConversations.has(conversation.id) ? [] : [conversation]),
  );
