import * as z from "zod/mini";
import { Attachment } from "./attachments.ts";
import { ReactionEmoji } from "./emoji.ts";
import { Forwarded, NewForward } from "./forwarding.ts";
import { AttachmentId, ConversationId, MessageId, UserId } from "./ids.ts";
import { limits } from "./limits.ts";
import { LinkPreview, LinkPreviewQuery } from "./link-previews.ts";
import { PageLimit } from "./pages.ts";
import { NewPoll, Poll } from "./polls.ts";
import type { Routes } from "./route.ts";
import { SystemEvent } from "./system-messages.ts";
import { largestQueryInteger, queryInteger, visibleText } from "./text.ts";
import { RequestId } from "./web-socket.ts";
import { WideMention } from "./wide-mentions.ts";

/** A sequence number: 1 is a conversation's first message, and 0 is the place before it. */
export const Seq = z.int().check(z.minimum(0), z.maximum(Number.MAX_SAFE_INTEGER));

/** The number of a change to a message. A conversation counts its changes 1, 2, 3 … without gaps. */
export const Revision = z.int().check(z.minimum(0), z.maximum(Number.MAX_SAFE_INTEGER));

/** The users who reacted with an emoji, earliest first. */
export const Reaction = z.object({ emoji: z.string(), userIds: z.array(UserId) });
export type Reaction = z.infer<typeof Reaction>;

/** The mentions in a message that had an effect, as the server decided when it stored the text. */
export const Mentions = z.object({
  /** All participants, or those who were online. A word of a newer server reads as undefined. */
  wide: z.catch(z.optional(WideMention), undefined),
  /** The handles of mentioned user groups. Their members who take part are mentioned. */
  groups: z.optional(z.array(z.string())),
  /**
   * The participants whom the text mentions by name, its author included. Absent if the text has no mention. Also absent
   * in messages of earlier releases, whose text clients resolve themselves.
   */
  users: z.optional(z.array(z.object({ id: UserId, username: z.string() }))),
});
export type Mentions = z.infer<typeof Mentions>;

export const Message = z
  .object({
    id: MessageId,
    conversationId: ConversationId,
    /** Counts 1, 2, 3 … within the conversation without gaps, in the order of acceptance. */
    seq: Seq,
    senderId: UserId,
    /** Empty once the message is deleted. */
    content: z.string(),
    createdAt: z.iso.datetime(),
    editedAt: z.optional(z.iso.datetime()),
    deletedAt: z.optional(z.iso.datetime()),
    /** The message that this one quotes. */
    replyTo: z.optional(MessageId),
    /** The root of the thread, if this message is a reply in one. */
    threadId: z.optional(MessageId),
    /** Whether the conversation shows the reply as well. Otherwise, only its thread does. */
    alsoInConversation: z.optional(z.literal(true)),
    /** Counts a thread's replies 1, 2, 3 … without gaps. Deleted replies keep their numbers. */
    replyNumber: z.optional(z.int()),
    /** The number of replies to this message, deleted ones included. Absent as long as there are none. */
    replyCount: z.optional(z.int()),
    lastReplyAt: z.optional(z.iso.datetime()),
    /** The first authors of replies, earliest first. */
    replierIds: z.optional(z.array(UserId)),
    reactions: z.array(Reaction),
    /** Absent when there are none. */
    mentions: z.optional(Mentions),
    /** Absent if the message has no files. */
    attachments: z.optional(z.array(Attachment)),
    /** Previews of the first links, which arrive later than the message. Absent if there are none. */
    previews: z.optional(z.array(LinkPreview)),
    /** Set if the message is a copy of another one. Its text and files are those of the original. */
    forwarded: z.optional(Forwarded),
    /** Set if the message asks a question. Its text contains the question and the options. */
    poll: z.optional(Poll),
    /** Set if the message reports a change of the conversation. It does not count as unread. */
    system: z.optional(SystemEvent),
    /** When and by whom it was pinned for all participants. */
    pinnedAt: z.optional(z.iso.datetime()),
    pinnedBy: z.optional(UserId),
    /** The revision of its last change. Absent as long as it is unchanged. The higher one is newer. */
    revision: z.optional(Revision),
  })
  .register(z.globalRegistry, { id: "Message" });
export type Message = z.infer<typeof Message>;

/** Whether only its thread shows a message. It does not count as unread in the conversation. */
export const isThreadOnly = ({
  threadId,
  alsoInConversation,
}: Pick<NewMessage, "threadId" | "alsoInConversation">): boolean =>
  threadId !== undefined && !alsoInConversation;

/** May be empty if the message has files or a poll. */
const MessageContent = visibleText(0, limits.message.max);

const withText = { properties: { content: { minLength: 1 } } };
const withPoll = { required: ["poll"] };
const withFiles = { properties: { attachmentIds: { minItems: 1 } }, required: ["attachmentIds"] };

const newMessage = {
  id: MessageId,
  content: MessageContent,
  replyTo: z.optional(MessageId),
  /** The message whose thread the reply joins. The id of a reply selects the thread of that reply. */
  threadId: z.optional(MessageId),
  /** Shows the reply in the conversation as well. Has no effect without `threadId`. */
  alsoInConversation: z.optional(z.boolean()),
  /** Files that the sender has uploaded for this message. */
  attachmentIds: z.optional(z.array(AttachmentId).check(z.maxLength(limits.attachment.perMessage))),
};

const isEmpty = { path: ["content"], message: "empty" };

/** A message of text and files. `id` is the sender's own UUID. Sending the same id again returns the first message. */
export const NewTextMessage = z
  .object(newMessage)
  .check(z.refine(({ content, attachmentIds = [] }) => content !== "" || attachmentIds.length > 0, isEmpty));
export type NewTextMessage = z.infer<typeof NewTextMessage>;

/** A `NewTextMessage`, or a message with a poll. */
export const NewMessage = z
  .object({
    ...newMessage,
    /** The server writes the text of a message with a poll, in place of `content`. */
    poll: z.optional(NewPoll),
  })
  .check(
    z.refine(
      ({ content, attachmentIds = [], poll }) => content !== "" || attachmentIds.length > 0 || poll,
      isEmpty,
    ),
  )
  .register(z.globalRegistry, { id: "NewMessage", anyOf: [withText, withFiles, withPoll] });
export type NewMessage = z.infer<typeof NewMessage>;

/** Only a message with files may become empty. */
export const EditMessage = z
  .object({ content: MessageContent })
  .register(z.globalRegistry, { id: "EditMessage" });

export const seqQuery = queryInteger(0, largestQueryInteger);

/** With `after`, oldest first from there. With `before` or neither, newest first from there or from the end. */
export const HistoryQuery = z
  .object({
    before: z.optional(seqQuery),
    after: z.optional(seqQuery),
    /** Only the replies in the thread of this message. */
    threadId: z.optional(MessageId),
    limit: z.optional(PageLimit),
  })
  .check(
    z.refine((query) => query.before === undefined || query.after === undefined, {
      path: ["after"],
      message: "not-with-before",
    }),
  )
  .register(z.globalRegistry, { not: { required: ["before", "after"] } });
export type HistoryQuery = z.infer<typeof HistoryQuery>;

export const MessagePage = z
  .object({
    items: z.array(Message),
    /** The `seq` to pass as `before` (or `after`) for the next page. `null` on the last page. */
    nextCursor: z.nullable(z.string()),
  })
  .register(z.globalRegistry, { id: "MessagePage" });
export type MessagePage = z.infer<typeof MessagePage>;

export const SendMessageFrame = z
  .safeExtend(NewMessage, {
    action: z.literal("message.send"),
    requestId: RequestId,
    conversationId: ConversationId,
  })
  .register(z.globalRegistry, { anyOf: [withText, withFiles, withPoll] });
export type SendMessageFrame = z.infer<typeof SendMessageFrame>;

export const MessageAck = z.object({ type: z.literal("ack"), requestId: z.string(), message: Message });
export type MessageAck = z.infer<typeof MessageAck>;

export const MessageCreated = z.object({
  type: z.literal("message.created"),
  message: Message,
  /** The followers of a reply's thread. Absent if there are too many to list, and for messages outside of threads. */
  followerIds: z.optional(z.array(UserId)),
});

/** The author edited the message, a participant pinned or unpinned it, or previews of its links arrived or went. */
export const MessageUpdated = z.object({ type: z.literal("message.updated"), message: Message });

/** The message that remains in place of the deleted one, without content, attachments and reactions. */
export const MessageDeleted = z.object({ type: z.literal("message.deleted"), message: Message });

/** A participant added or removed a reaction. Carries all reactions that the message has now. */
export const ReactionUpdated = z.object({
  type: z.literal("reaction.updated"),
  conversationId: ConversationId,
  messageId: MessageId,
  seq: Seq,
  revision: Revision,
  reactions: Message.shape.reactions,
});

const conversation = z.object({ id: ConversationId });
const message = z.object({ id: ConversationId, messageId: MessageId });
const reaction = z.extend(message, { emoji: ReactionEmoji });

export const messageRoutes = {
  listMessages: {
    method: "GET",
    path: "/conversations/{id}/messages",
    access: "signed-in",
    params: conversation,
    query: HistoryQuery,
    isByPosition: true,
    answers: { 200: MessagePage },
  },
  sendMessage: {
    method: "POST",
    path: "/conversations/{id}/messages",
    access: "signed-in",
    params: conversation,
    body: NewMessage,
    answers: { 201: Message, 200: Message },
  },
  forwardMessage: {
    method: "POST",
    path: "/conversations/{id}/forwards",
    access: "signed-in",
    params: conversation,
    body: NewForward,
    answers: { 201: Message, 200: Message },
  },
  getMessage: {
    method: "GET",
    path: "/conversations/{id}/messages/{messageId}",
    access: "signed-in",
    params: message,
    answers: { 200: Message },
  },
  editMessage: {
    method: "PATCH",
    path: "/conversations/{id}/messages/{messageId}",
    access: "signed-in",
    params: message,
    body: EditMessage,
    answers: { 200: Message },
  },
  deleteMessage: {
    method: "DELETE",
    path: "/conversations/{id}/messages/{messageId}",
    access: "signed-in",
    params: message,
    answers: { 204: null },
  },
  removePreview: {
    method: "DELETE",
    path: "/conversations/{id}/messages/{messageId}/previews",
    access: "signed-in",
    params: message,
    query: LinkPreviewQuery,
    answers: { 200: Message },
  },
  addReaction: {
    method: "PUT",
    path: "/conversations/{id}/messages/{messageId}/reactions/{emoji}",
    access: "signed-in",
    params: reaction,
    answers: { 200: Message },
  },
  removeReaction: {
    method: "DELETE",
    path: "/conversations/{id}/messages/{messageId}/reactions/{emoji}",
    access: "signed-in",
    params: reaction,
    answers: { 200: Message },
  },
} as const satisfies Routes;
