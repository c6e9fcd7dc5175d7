import * as z from "zod/mini";
import { CallId, ConversationId, MessageId, TextReminderId, UserId } from "../../../contract/ids.ts";

/** A chat message whose absent participants get notifications. */
const MessageWebPushJob = z.object({
  conversationId: ConversationId,
  messageId: MessageId,
  /** Reminds this user of the message. The other participants get no notification. */
  remindedId: z.optional(UserId),
  /** Participants who get no notification, because they declined or left the call that this message reports. */
  except: z.optional(z.array(UserId)),
  /** Continues a job for a large conversation after this user. */
  after: z.optional(UserId),
});
export type MessageWebPushJob = z.infer<typeof MessageWebPushJob>;

const call = { conversationId: ConversationId, callId: CallId };

/** A call that rings for an absent user, has been answered, or has ended without being missed. */
const CallWebPushJob = z.discriminatedUnion("state", [
  z.object({ ...call, state: z.enum(["ringing", "answered"]) }),
  // The database no longer has a call that has ended.
  z.object({
    ...call,
    state: z.literal("ended"),
    startedBy: UserId,
    silenced: z.array(UserId),
    isDeclined: z.optional(z.boolean()),
  }),
]);
export type CallWebPushJob = z.infer<typeof CallWebPushJob>;

/** Reminds an absent user of a text. */
const ReminderWebPushJob = z.object({ textReminderId: TextReminderId, remindedId: UserId });
export type ReminderWebPushJob = z.infer<typeof ReminderWebPushJob>;

/** A message in the Web Push queue. */
export const WebPushJob = z.union([CallWebPushJob, ReminderWebPushJob, MessageWebPushJob]);
export type WebPushJob = z.infer<typeof WebPushJob>;
