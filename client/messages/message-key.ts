import type { ConversationId, MessageId } from "../../contract/ids.ts";
import type { Message } from "../../contract/messages.ts";

/** Identifies a message among those of all conversations. */
export type MessageKey = `${string} ${string}`;

/**
 * Returns the key of a message. Its id alone is no key: authors choose ids, and the server keeps them unique only within
 * a conversation. With the id alone, an author could replace a message of another conversation in the state.
 */
export const messageKey = (conversationId: ConversationId, messageId: MessageId): MessageKey =>
  `${conversationId} ${messageId}`;

export const keyOf = ({ conversationId, id }: Pick<Message, "conversationId" | "id">): MessageKey =>
  messageKey(conversationId, id);
