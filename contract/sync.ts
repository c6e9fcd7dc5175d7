import * as z from "zod/mini";
import { ConversationId } from "./ids.ts";
import { limits } from "./limits.ts";
import { Message, Revision, Seq } from "./messages.ts";
import { RequestId } from "./web-socket.ts";

const perConversation = <S extends typeof Seq>(position: S) =>
  z
    .record(ConversationId, position)
    .check(
      z.refine((conversations) => Object.keys(conversations).length <= limits.syncConversations, {
        error: "too-many",
        params: { limit: limits.syncConversations },
      }),
    )
    .register(z.globalRegistry, { maxProperties: limits.syncConversations });

/**
 * Asks for the messages after the last `seq` that the client has of each conversation. With `revisions`, it also asks
 * for messages up to that `seq` that changed after the last revision that the client has.
 */
export const SyncFrame = z.object({
  action: z.literal("sync"),
  requestId: RequestId,
  conversations: perConversation(Seq),
  revisions: z.optional(perConversation(Revision)),
});
export type SyncFrame = z.infer<typeof SyncFrame>;

/**
 * A page of missed messages, ordered by `seq` within each conversation. If `more` is true, the client syncs again.
 * `changes` are changed messages, complete up to the revision that `revisions` names for each conversation.
 */
export const SyncAnswer = z.object({
  type: z.literal("sync"),
  requestId: z.string(),
  messages: z.array(Message),
  changes: z.optional(z.array(Message)),
  revisions: z.optional(z.record(ConversationId, Revision)),
  more: z.boolean(),
});
export type SyncAnswer = z.infer<typeof SyncAnswer>;
