import * as z from "zod/mini";
import { Attachment } from "./attachments.ts";
import { ConversationId, MessageId } from "./ids.ts";
import { limits } from "./limits.ts";
import { Message, NewTextMessage } from "./messages.ts";
import { pageOf, pageQuery, timeCursor } from "./pages.ts";
import { TimeAhead } from "./requested-times.ts";
import type { Routes } from "./route.ts";
import { visibleText } from "./text.ts";

/** A message that the server sends later. Only its author sees it. */
export const ScheduledMessage = z
  .object({
    /** The id of the message once it is sent. */
    id: MessageId,
    conversationId: ConversationId,
    content: z.string(),
    sendAt: z.iso.datetime(),
    replyTo: z.optional(MessageId),
    threadId: z.optional(MessageId),
    alsoInConversation: z.optional(z.literal(true)),
    /** Absent if the message has no files. */
    attachments: z.optional(z.array(Attachment)),
    /** The code of the problem that kept the server from sending it. A new time or text removes the code. */
    failure: z.optional(z.string()),
  })
  .register(z.globalRegistry, { id: "ScheduledMessage" });
export type ScheduledMessage = z.infer<typeof ScheduledMessage>;

/** A message to send at a time. The id is the one that the message will have. */
export const NewScheduledMessage = z
  .safeExtend(NewTextMessage, { sendAt: TimeAhead })
  .register(z.globalRegistry, {
    id: "NewScheduledMessage",
    anyOf: [
      { properties: { content: { minLength: 1 } } },
      { properties: { attachmentIds: { minItems: 1 } }, required: ["attachmentIds"] },
    ],
  });
export type NewScheduledMessage = z.infer<typeof NewScheduledMessage>;

/** Only a message with files may become empty. */
export const ScheduledMessageChange = z
  .object({
    content: z.optional(visibleText(0, limits.message.max)),
    sendAt: z.optional(TimeAhead),
  })
  .register(z.globalRegistry, { id: "ScheduledMessageChange" });
export type ScheduledMessageChange = z.infer<typeof ScheduledMessageChange>;

/** Continues after a scheduled message: its time in milliseconds and its id. */
export const ScheduledMessagesQuery = pageQuery(timeCursor);
export type ScheduledMessagesQuery = z.infer<typeof ScheduledMessagesQuery>;

/** The caller's scheduled messages, the next one first. */
export const ScheduledMessagePage = pageOf(ScheduledMessage).register(z.globalRegistry, {
  id: "ScheduledMessagePage",
});
export type ScheduledMessagePage = z.infer<typeof ScheduledMessagePage>;

/** Goes only to the author's own devices. */
export const ScheduledMessageUpdated = z.object({
  type: z.literal("scheduled.updated"),
  scheduled: ScheduledMessage,
});

/** It was sent or deleted. Goes only to the author's own devices. */
export const ScheduledMessageRemoved = z.object({
  type: z.literal("scheduled.removed"),
  conversationId: ConversationId,
  id: MessageId,
});

const conversation = z.object({ id: ConversationId });
const scheduled = z.object({ messageId: MessageId });

export const scheduledMessageRoutes = {
  listScheduledMessages: {
    method: "GET",
    path: "/scheduled-messages",
    access: "signed-in",
    query: ScheduledMessagesQuery,
    answers: { 200: ScheduledMessagePage },
  },
  scheduleMessage: {
    method: "POST",
    path: "/conversations/{id}/scheduled-messages",
    access: "signed-in",
    params: conversation,
    body: NewScheduledMessage,
    answers: { 201: ScheduledMessage, 200: ScheduledMessage },
  },
  changeScheduledMessage: {
    method: "PATCH",
    path: "/scheduled-messages/{messageId}",
    access: "signed-in",
    params: scheduled,
    body: ScheduledMessageChange,
    answers: { 200: ScheduledMessage },
  },
  cancelScheduledMessage: {
    method: "DELETE",
    path: "/scheduled-messages/{messageId}",
    access: "signed-in",
    params: scheduled,
    answers: { 204: null },
  },
  sendScheduledMessage: {
    method: "POST",
    path: "/scheduled-messages/{messageId}/sending",
    access: "signed-in",
    params: scheduled,
    answers: { 200: Message },
  },
} as const satisfies Routes;
