import * as z from "zod/mini";
import { Attachment } from "./attachments.ts";
import { AttachmentId, ConversationId, MessageId, UserId } from "./ids.ts";
import { limits } from "./limits.ts";
import { queryInteger, text } from "./text.ts";

/** May be empty where a message has files. */
const MessageContent = text(0, limits.message.max);

/** A position in a conversation: 1 is its first message, 0 is before it. */
export const Seq = z.int().check(z.minimum(0), z.maximum(Number.MAX_SAFE_INTEGER));

/** A change of a message: 1 is the first one in its conversation, and there is no hole. */
export const Revision = z.int().check(z.minimum(0), z.maximum(Number.MAX_SAFE_INTEGER));

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
    editedAt: z.optional(z.iso.datetime()),
    deletedAt: z.optional(z.iso.datetime()),
    replyTo: z.optional(MessageId),
    reactions: z.array(Reaction),
    /** Absent when there are none. */
    attachments: z.optional(z.array(Attachment)),
    /** The number of its last change, counted in its conversation; absent as it was sent. The higher one is newer. */
    revision: z.optional(Revision),
  })
  .register(z.globalRegistry, { id: "Message" });
export type Message = z.infer<typeof Message>;

/** `id` is the sender's own UUID: the same id again is the same message. Without a file, it has text. */
export const NewMessage = z
  .object({
    id: MessageId,
    content: MessageContent,
    replyTo: z.optional(MessageId),
    /** Files that the sender has uploaded for this message. */
    attachmentIds: z.optional(
      z
        .array(AttachmentId)
        .check(
          z.maxLength(
            limits.attachment.perMessage,
            `must name at most ${limits.attachment.perMessage} files`,
          ),
        ),
    ),
  })
  .check(
    z.refine(({ content, attachmentIds = [] }) => content !== "" || attachmentIds.length > 0, {
      path: ["content"],
      message: "must not be empty",
    }),
  )
  .register(z.globalRegistry, { id: "NewMessage" });
export type NewMessage = z.infer<typeof NewMessage>;

/** Only a message with files may be without text. */
export const EditMessage = z
  .object({ content: MessageContent })
  .register(z.globalRegistry, { id: "EditMessage" });

const seqQuery = queryInteger(0, Number.MAX_SAFE_INTEGER);

/** Newest first before a seq (or from the end), or oldest first after one. */
export const HistoryQuery = z
  .object({
    before: z.optional(seqQuery),
    after: z.optional(seqQuery),
    limit: z.optional(queryInteger(limits.page.min, limits.page.max)),
  })
  .check(
    z.refine((query) => query.before === undefined || query.after === undefined, {
      path: ["after"],
      message: "cannot be combined with before",
    }),
  );
export type HistoryQuery = z.infer<typeof HistoryQuery>;

export const MessagePage = z
  .object({
    items: z.array(Message),
    /** The seq to pass as `before` (or `after`) for the next page; null when there is none. */
    nextCursor: z.nullable(z.string()),
  })
  .register(z.globalRegistry, { id: "MessagePage" });
export type MessagePage = z.infer<typeof MessagePage>;

export const ReadUpTo = z.object({ seq: Seq }).register(z.globalRegistry, { id: "ReadUpTo" });

export const ReadPosition = z
  .object({ lastReadSeq: Seq, unreadCount: z.int() })
  .register(z.globalRegistry, { id: "ReadPosition" });
export type ReadPosition = z.infer<typeof ReadPosition>;
