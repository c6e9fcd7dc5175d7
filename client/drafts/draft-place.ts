import type { ConversationId, MessageId } from "../../contract/ids.ts";
import { type MessageKey, messageKey } from "../messages/message-key.ts";

/** The place of a draft: a conversation, or a thread. */
export type DraftPlace = ConversationId | MessageKey;

/** Returns the place of a thread or, without a root, of its conversation. */
export const draftPlace = (conversationId: ConversationId, rootId?: MessageId): DraftPlace =>
  rootId ? messageKey(conversationId, rootId) : conversationId;
