import * as z from "zod/mini";
import { Attachment } from "../../contract/attachments.ts";
import { ConversationId, MessageId } from "../../contract/ids.ts";
import { Message } from "../../contract/messages.ts";
import { NewPoll } from "../../contract/polls.ts";
import { ClientProblemCode } from "../http/problem-error.ts";
import type { OutboxChange } from "./outbox-change.ts";

/** A message that the server has not acknowledged yet. */
export const OutboxMessage = z.object({
  /** A UUID of version 7, so that ids sort in the order in which the messages were written. */
  id: MessageId,
  conversationId: ConversationId,
  content: z.string(),
  replyTo: z.optional(MessageId),
  /** The root of the thread that the message replies in. */
  threadId: z.optional(MessageId),
  alsoInConversation: z.optional(z.boolean()),
  /** Files that have been uploaded. */
  attachments: z.optional(z.array(Attachment)),
  poll: z.optional(NewPoll),
  createdAt: z.string(),
  /** Why the server refused the message. Undefined while the client is sending it. */
  failure: z.optional(z.string()),
  failureCode: z.catch(z.optional(ClientProblemCode), undefined),
});
export type OutboxMessage = z.infer<typeof OutboxMessage>;

/** The part of a message that is sent, over WebSocket or REST. */
export const sentForm = ({
  id,
  content,
  replyTo,
  threadId,
  alsoInConversation,
  attachments,
  poll,
}: OutboxMessage) => ({
  id,
  content,
  replyTo,
  threadId,
  alsoInConversation,
  attachmentIds: attachments?.map((attachment) => attachment.id),
  poll,
});

/** An entry of the outbox: a new message, or a change of one. */
export type OutboxEntry = OutboxMessage | OutboxChange;

export const isChange = (entry: OutboxEntry): entry is OutboxChange => "change" in entry;

/** The text that the user wrote, or an empty one. */
export function textOf(entry: OutboxEntry): string {
  if (!isChange(entry)) return entry.content;
  return entry.change.kind === "edit" ? entry.change.content : "";
}

/**
 * What another tab reports: it has put a message into the outbox, the server has stored a message, or the entry with this
 * id is gone.
 */
export const OutboxNews = z.union([
  z.string(),
  z.object({ put: OutboxMessage }),
  z.object({ sent: Message }),
]);
export type OutboxNews = z.infer<typeof OutboxNews>;

/** Stores messages and changes until they are acknowledged. The tabs of a browser share one. */
export interface Outbox {
  /** Returns all entries, oldest first. */
  load(): Promise<OutboxEntry[]>;
  put(entry: OutboxEntry): Promise<void>;
  /** @param sent  the message, if the server has stored it */
  remove(entry: OutboxEntry, sent?: Message): Promise<void>;
  /** Calls `listener` with the reports of the other tabs. @returns a function that unsubscribes */
  onNews(listener: (news: OutboxNews) => void): () => void;
  /** Calls `listener` when another tab has closed. Its entries wait from then on. @returns a function that unsubscribes */
  onTabClosed(listener: () => void): () => void;
  /**
   * Runs a task while no other tab runs one for the same conversation.
   * @param task  receives whether the change still waits. Another tab may have made or discarded it.
   */
  alone(change: OutboxChange, task: (isWaiting: boolean) => Promise<void>): Promise<void>;
}

/** An outbox in memory. */
export function memoryOutbox(): Outbox {
  const entries = new Map<string, OutboxEntry>();
  return {
    load: async () => [...entries.values()],
    put: async (entry) => {
      entries.set(entry.id, entry);
    },
    remove: async ({ id }) => {
      entries.delete(id);
    },
    onNews: () => () => {},
    onTabClosed: () => () => {},
    alone: (change, task) => task(entries.has(change.id)),
  };
}
