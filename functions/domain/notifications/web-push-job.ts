import * as z from "zod/mini";
import { CallId, ConversationId, MessageId, TextReminderId, UserId } from "../../../contract/ids.ts";

/** A chat message whose absent participants get notifications. */
const MessagePushJob = z.object({
  conversationId: ConversationId,
  messageId: MessageId,
  /** Reminds this user of the message. The other participants get no notification. */
  remindedId: z.optional(UserId),
  /** Participants who get no notification, because they declined the call that this message reports. */
  except: z.optional(z.array(UserId)),
  /** Continues a job for a large conversation after this user. */
  after: z.optional(UserId),
});
export type MessagePushJob = z.infer<typeof MessagePushJob>;

/** A call that rings for an absent user, or has been answered. */
const CallPushJob = z.object({
  conversationId: ConversationId,
  callId: CallId,
  state: z.enum(["ringing", "answered"]),
});

/** Reminds an absent user of a text. */
const TextReminderPushJob = z.object({ textReminderId: TextReminderId, remindedId: UserId });
export type TextReminderPushJob = z.infer<typeof TextReminderPushJob>;

/** A message in the Web Push queue. */
export const WebPushJob = z.union([CallPushJob, TextReminderPushJob, MessagePushJob]);
export type WebPushJob = z.infer<typeof WebPushJob>;
