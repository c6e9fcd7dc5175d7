import * as z from "zod/mini";
import { ConversationId, MessageId, UserId } from "./ids.ts";

/** The sender starts or stops writing. Clients repeat it while their user writes: see `times.typingRepeatMs`. */
export const TypingFrame = z.object({
  action: z.literal("typing"),
  conversationId: ConversationId,
  /** The root of the thread in which the sender writes a reply. */
  threadId: z.optional(MessageId),
  isTyping: z.boolean(),
});
export type TypingFrame = z.infer<typeof TypingFrame>;

/** A participant starts or stops writing. Goes to the other participants, not to the participant's own devices. */
export const Typing = z.object({
  type: z.literal("typing"),
  conversationId: ConversationId,
  threadId: z.optional(MessageId),
  userId: UserId,
  isTyping: z.boolean(),
});
