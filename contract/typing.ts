import * as z from "zod/mini";
import { ConversationId, UserId } from "./ids.ts";

/** The sender starts or stops writing. Clients repeat it while their user writes: see `limits.typingRepeatMs`. */
export const TypingFrame = z.object({
  action: z.literal("typing"),
  conversationId: ConversationId,
  isTyping: z.boolean(),
});
export type TypingFrame = z.infer<typeof TypingFrame>;

/** A participant starts or stops writing. Goes to the other participants, not to the participant's own devices. */
export const Typing = z.object({
  type: z.literal("typing"),
  conversationId: ConversationId,
  userId: UserId,
  isTyping: z.boolean(),
});
