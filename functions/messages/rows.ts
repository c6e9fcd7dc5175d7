import type { ConversationId, MessageId, UserId } from "../../contract/ids.ts";
import type { Message } from "../../contract/messages.ts";

/** A message as statements return it. */
export interface MessageRow {
  id: MessageId;
  conversationId: ConversationId;
  seq: number;
  senderId: UserId;
  content: string;
  replyTo: MessageId | null;
  createdAt: Date;
  editedAt: Date | null;
  deletedAt: Date | null;
}

export function toMessage(row: MessageRow): Message {
  return {
    id: row.id,
    conversationId: row.conversationId,
    seq: row.seq,
    senderId: row.senderId,
    content: row.content,
    createdAt: row.createdAt.toISOString(),
    ...(row.editedAt && { editedAt: row.editedAt.toISOString() }),
    ...(row.deletedAt && { deletedAt: row.deletedAt.toISOString() }),
    ...(row.replyTo && { replyTo: row.replyTo }),
    reactions: [],
  };
}
