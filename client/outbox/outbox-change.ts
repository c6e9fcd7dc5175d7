import * as z from "zod/mini";
import { ConversationId, MessageId, UserId } from "../../contract/ids.ts";
import type { Message } from "../../contract/messages.ts";
import { ClientProblemCode } from "../http/problem-error.ts";
import { withReaction } from "../messages/reactions.ts";

const Edit = z.object({ kind: z.literal("edit"), content: z.string() });
const Deletion = z.object({ kind: z.literal("delete") });
const OwnReaction = z.object({
  kind: z.literal("react"),
  emoji: z.string(),
  userId: UserId,
  /** Whether to add the reaction or to remove it. */
  isSet: z.boolean(),
});

/** A change of a message that the server has not acknowledged yet. */
export const OutboxChange = z.object({
  /** A UUID of version 7, so that ids sort in the order in which the changes were made. */
  id: z.uuid(),
  conversationId: ConversationId,
  messageId: MessageId,
  change: z.discriminatedUnion("kind", [Edit, Deletion, OwnReaction]),
  createdAt: z.string(),
  /** Why the server refused the change. Undefined while the client is sending it. */
  failure: z.optional(z.string()),
  failureCode: z.catch(z.optional(ClientProblemCode), undefined),
});
export type OutboxChange = z.infer<typeof OutboxChange>;

/** Returns the message as it will be once the server has made the change. */
export function withOutboxChange(message: Message, { change, createdAt }: OutboxChange): Message {
  switch (change.kind) {
    case "edit":
      // The server has not decided yet whom the new text mentions.
      return { ...message, content: change.content, mentions: undefined, editedAt: createdAt };
    case "delete":
      return { ...message, content: "", reactions: [], attachments: [], deletedAt: createdAt };
    case "react":
      return withReaction(message, change);
  }
}
