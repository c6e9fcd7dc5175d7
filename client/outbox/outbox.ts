import * as z from "zod/mini";
import { Attachment } from "../../contract/attachments.ts";
import { ConversationId, MessageId } from "../../contract/ids.ts";
import { ClientProblemCode } from "../http/problem-error.ts";

/** A message that the server has not acknowledged yet. */
export const OutboxMessage = z.object({
  /** A UUID of version 7, so that ids sort in the order in which the messages were written. */
  id: MessageId,
  conversationId: ConversationId,
  content: z.string(),
  replyTo: z.optional(MessageId),
  /** Files that have been uploaded. */
  attachments: z.optional(z.array(Attachment)),
  createdAt: z.string(),
  /** Why the server refused the message. Undefined while the client is sending it. */
  failure: z.optional(z.string()),
  failureCode: z.catch(z.optional(ClientProblemCode), undefined),
});
export type OutboxMessage = z.infer<typeof OutboxMessage>;

/** The part of a message that is sent, over WebSocket or REST. */
export const sentForm = ({ id, content, replyTo, attachments }: OutboxMessage) => ({
  id,
  content,
  replyTo,
  attachmentIds: attachments?.map((attachment) => attachment.id),
});

/** Stores messages until they are acknowledged. */
export interface Outbox {
  /** Returns all messages, oldest first. */
  load(): Promise<OutboxMessage[]>;
  put(message: OutboxMessage): Promise<void>;
  remove(id: MessageId): Promise<void>;
}

/** An outbox in memory. */
export function memoryOutbox(): Outbox {
  const messages = new Map<MessageId, OutboxMessage>();
  return {
    load: async () => [...messages.values()],
    put: async (message) => {
      messages.set(message.id, message);
    },
    remove: async (id) => {
      messages.delete(id);
    },
  };
}
