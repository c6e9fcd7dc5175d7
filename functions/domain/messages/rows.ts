import type { Selectable } from "kysely";
import type { Message } from "../../../contract/messages.ts";
import type { Schema } from "../schema.ts";

/** A message as a statement returns it. */
export type MessageRow = Selectable<Schema["messages"]>;

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
    reactions: row.reactions,
    ...(row.attachments.length > 0 && { attachments: row.attachments }),
    ...(row.revision > 0 && { revision: row.revision }),
  };
}
