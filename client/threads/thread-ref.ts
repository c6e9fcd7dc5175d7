import type { ConversationId, MessageId } from "../../contract/ids.ts";
import { type MessageKey, messageKey } from "../messages/message-key.ts";

/** A thread, by its root. */
export interface ThreadRef {
  conversationId: ConversationId;
  rootId: MessageId;
}

export const threadKey = ({ conversationId, rootId }: ThreadRef): MessageKey =>
  messageKey(conversationId, rootId);
