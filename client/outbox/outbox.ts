import * as z from "zod/mini";
import { Attachment } from "../../contract/attachments.ts";
import { ConversationId, MessageId } from "../../contract/ids.ts";
import { ClientProblemCode } from "../http/problem-error.ts";

/** A message of ours that the server has not acknowledged yet. */
export const OutboxMessage = z.object({
  /** Of version 7, so that ids sort in the order in which the messages were written. */
  id: MessageId,
  conversationId: ConversationId,
  content: z.string(),
  replyTo: z.optional(MessageId),
  /** Uploaded already. */
  attachments: z.optional(z.array(Attachment)),
  createdAt: z.string(),
  /** Why it was not accepted; without it, it is on its way. */
  failure: z.optional(z.string()),
  failureCode: z.catch(z.optional(ClientProblemCode), undefined),
});
export type OutboxMessage = z.infer<typeof OutboxMessage>;

/** What the server gets of it, by whichever way. */
export const sentForm = ({ id, content, replyTo, attachments }: OutboxMessage) => ({
  id,
  content,
  replyTo,
  attachmentIds: attachments?.map((attachment) => attachment.id),
});

/** Where messages wait until they are acknowledged. */
export interface Outbox {
  /** All of them, the first written first. */
  load(): Promise<OutboxMessage[]>;
  put(message: OutboxMessage): Promise<void>;
  remove(id: MessageId): Promise<void>;
}

/** An outbox that is gone with its process. */
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
