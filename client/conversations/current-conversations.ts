import type { Conversation } from "../../contract/conversations.ts";
import type { ChatState } from "../chat-state.ts";

/**
 * Returns conversations that an answer contains as they are now. Once the whole list is loaded, the user no longer takes
 * part in those that it lacks.
 */
export const currentConversations = (
  { conversations, conversationsCursor }: Pick<ChatState, "conversations" | "conversationsCursor">,
  answered: readonly Conversation[],
): Conversation[] =>
  answered.flatMap(
    (conversation) =>
      conversations.get(conversation.id) ?? (conversationsCursor === null ? [] : [conversation]),
  );
