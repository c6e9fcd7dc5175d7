import * as z from "zod/mini";
import { ConversationId, MessageId, UserId } from "./ids.ts";

/**
 * The origin of a forwarded message, which the server states. A copy of a copy has the first original. Readers who may
 * not open its conversation receive 404 for the ids.
 */
export const Forwarded = z
  .object({
    senderId: UserId,
    conversationId: ConversationId,
    messageId: MessageId,
    createdAt: z.iso.datetime(),
  })
  .register(z.globalRegistry, { id: "Forwarded" });
export type Forwarded = z.infer<typeof Forwarded>;

/**
 * A message to forward. `id` is the sender's own UUID for the copy. Sending the same id again returns the first copy.
 */
export const NewForward = z
  .object({ id: MessageId, conversationId: ConversationId, messageId: MessageId })
  .register(z.globalRegistry, { id: "NewForward" });
export type NewForward = z.infer<typeof NewForward>;
