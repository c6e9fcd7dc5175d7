import * as z from "zod/mini";
import { ConversationId, MessageId, UserId } from "../../../contract/ids.ts";

/** A message in the Web Push queue: a chat message whose absent participants get notifications. */
export const WebPushJob = z.object({
  conversationId: ConversationId,
  messageId: MessageId,
  /** Reminds this user of the message. The other participants get no notification. */
  remindedId: z.optional(UserId),
  /** Continues a job for a large conversation after this user. */
  after: z.optional(UserId),
});
export type WebPushJob = z.infer<typeof WebPushJob>;
