import type { ConversationId, MessageId } from "../../contract/ids.ts";

/** A conversation, or one of its threads by the root. */
export interface TypingPlace {
  conversationId: ConversationId;
  threadId?: MessageId | undefined;
}

/** Returns the key of a place in `ChatState.typing`. A thread's key names its conversation, so no other one can use it. */
export const typingKey = ({ conversationId, threadId }: TypingPlace): string =>
  threadId === undefined ? conversationId : `${conversationId}/${threadId}`;
