import type { ConversationId, MessageId, UserId } from "../../../contract/ids.ts";
import type { ChangeOf } from "../../domain/messages/change.ts";

/** A request whose path names a message. */
export interface MessageRequest {
  params: { id: ConversationId; messageId: MessageId };
  userId: UserId;
  sessionId: string;
}

export const changeOf = ({ params, userId, sessionId }: MessageRequest): ChangeOf => ({
  conversationId: params.id,
  messageId: params.messageId,
  callerId: userId,
  sessionId,
});
