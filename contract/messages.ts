import * as z from "zod";
import { Attachment } from "./attachments.ts";
import { AttachmentId, ConversationId, MessageId, UserId } from "./ids.ts";
import { limits } from "./limits.ts";
import { queryInteger, text } from "./text.ts";

/** May be empty where a message has files. */
const MessageContent = text(0, limits.message.max);

/** A position in a conversation: 1 is its first message, 0 is before it. */
export const Seq = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** A change of a message: 1 is the first one in its conversation, and there is no hole. */
export const Revision = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** Who reacted with an emoji, the earliest first. */
export const Reaction = z.object({ emoji: z.string(), userIds: z.array(UserId) });
export type Reaction = z.infer<typeof Reaction>;

export const Message = z
  .object({
    id: MessageId,
    conversationId: ConversationId,
    /** Counts 1, 2, 3 … in its conversation, with no hole, in the order of acceptance. */
    seq: Seq,
    senderId: UserId,
    /** Empty once it is deleted. */
    content: z.string(),
    createdAt: z.iso.datetime(),
    editedAt: z.iso.datetime().optional(),
    deletedAt: z.iso.datetime().optional(),
    replyTo: MessageId.optional(),
    reactions: z.array(Reaction),
    /** Absent when there are none. */
    attachments: z.array(Attachment).optional(),
    /** The number of its last change, counted in its conversation; absent as it was sent. The higher one is newer. */
    revision: Revision.optional(),
  })
  .meta({ id: "Message" });
export type Message = z.infer<typeof Message>;

/** `id` is the sender's own UUID: the same id again is the same message. Without a file, it has text. */
export const NewMessage = z
  .object({
    id: MessageId,
    content: MessageContent,
    replyTo: MessageId.optional(),
    /** Files that the sender has uploaded for this message. */
    attachmentIds: z
      .array(AttachmentId)
      .max(limits.attachment.perMessage, `must name at most ${limits.attachment.perMessage} files`)
      .optional(),
  })
  .refine(({ content, attachmentIds = [] }) => content !== "" || attachmentIds.length > 0, {
    path: ["content"],
    message: "must not be empty",
  })
  .meta({ id: "NewMessage" });
export type NewMessage = z.infer<typeof NewMessage>;

/** Only a message with files may be without text. */
export const EditMessage = z.object({ content: MessageContent }).meta({ id: "EditMessage" });

const seqQuery = queryInteger(0, Number.MAX_SAFE_INTEGER);

/** Newest first before a seq (or from the end), or oldest first after one. */
export const HistoryQuery = z
  .object({
    before: seqQuery.optional(),
    after: seqQuery.optional(),
    limit: queryInteger(limits.page.min, limits.page.max).optional(),
  })
  .refine((query) => query.before === undefined || query.after === undefined, {
    path: ["after"],
    message: "cannot be combined with before",
  });
export type HistoryQuery = z.infer<typeof HistoryQuery>;

export const MessagePage = z
  .object({
    items: z.array(Message),
    /** The seq to pass as `before` (or `after`) for the next page; null when there is none. */
    nextCursor: z.string().nullable(),
  })
  .meta({ id: "MessagePage" });
export type MessagePage = z.infer<typeof MessagePage>;

export const ReadUpTo = z.object({ seq: Seq }).meta({ id: "ReadUpTo" });

export const ReadPosition = z
  .object({ lastReadSeq: Seq, unreadCount: z.number().int() })
  .meta({ id: "ReadPosition" });
export type ReadPosition = z.infer<typeof ReadPosition>;
