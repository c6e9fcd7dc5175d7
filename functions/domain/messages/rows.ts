import type { RawBuilder, Selectable } from "kysely";
import type { LinkPreview } from "../../../contract/link-previews.ts";
import type { Message } from "../../../contract/messages.ts";
import { columnsOf } from "../../platform/database/columns-of.ts";
import type { Schema, StoredPreview } from "../schema.ts";

/** A message's row, as statements return it. */
export type MessageRow = Selectable<Schema["messages"]>;

/** A message's row without its ids, its number and its time. */
export type MessageContentRow = Omit<MessageRow, "conversationId" | "seq" | "id" | "createdAt">;

/** The columns of a message without its ids, its number and its time, to which some statements give other names. */
export const messageContentColumns: readonly (keyof MessageContentRow)[] = [
  "senderId",
  "content",
  "replyTo",
  "editedAt",
  "deletedAt",
  "revision",
  "reactions",
  "attachments",
  "forwarded",
  "system",
  "pinnedAt",
  "pinnedBy",
  "threadId",
  "alsoInConversation",
  "replyNumber",
  "replyCount",
  "lastReplyAt",
  "replierIds",
  "mentions",
  "mentionedUsers",
  "previews",
  "poll",
];

const columns: readonly (keyof MessageRow)[] = [
  "conversationId",
  "seq",
  "id",
  "createdAt",
  ...messageContentColumns,
];

/**
 * Lists a message's columns. Statements never use `*`, because the Data API refuses a whole result over one column of a
 * type that it lacks, and a helper column or a new index column may have such a type.
 *
 * @param from  the alias of the messages, or a column that holds a message, in parentheses
 */
export const messageColumns = (from: RawBuilder<unknown>): RawBuilder<unknown> => columnsOf(from, columns);

const isShown = (preview: StoredPreview): preview is LinkPreview => !("isRemoved" in preview);

function mentionsOf({ mentions, mentionedUsers, deletedAt }: MessageRow): Pick<Message, "mentions"> {
  if (deletedAt || (!mentions && !mentionedUsers)) return {};
  return { mentions: { ...mentions, ...(mentionedUsers && { users: mentionedUsers }) } };
}

export function toMessage(row: MessageRow): Message {
  const previews = row.previews?.filter(isShown) ?? [];
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
    ...(row.threadId && { threadId: row.threadId }),
    ...(row.alsoInConversation && { alsoInConversation: true }),
    ...(row.replyNumber !== null && { replyNumber: row.replyNumber }),
    ...(row.replyCount > 0 && { replyCount: row.replyCount, replierIds: row.replierIds }),
    ...(row.lastReplyAt && { lastReplyAt: row.lastReplyAt.toISOString() }),
    reactions: row.reactions,
    ...mentionsOf(row),
    ...(row.attachments.length > 0 && { attachments: row.attachments }),
    ...(previews.length > 0 && { previews }),
    ...(row.forwarded && { forwarded: row.forwarded }),
    ...(row.poll && { poll: row.poll }),
    ...(row.system && { system: row.system }),
    ...(row.pinnedAt && { pinnedAt: row.pinnedAt.toISOString() }),
    ...(row.pinnedBy && { pinnedBy: row.pinnedBy }),
    ...(row.revision > 0 && { revision: row.revision }),
  };
}
