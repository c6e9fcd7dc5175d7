import type { ConversationId, MessageId } from "../../contract/ids.ts";

/** A message of a conversation. */
export interface MessageRef {
  conversationId: ConversationId;
  messageId: MessageId;
}
