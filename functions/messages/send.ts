import { sql } from "kysely";
import type { ConnectionId, ConversationId, MessageId, UserId } from "../../contract/ids.ts";
import type { Message, NewMessage } from "../../contract/messages.ts";
import type { Database } from "../database/database.ts";
import { Conflict, Invalid, NotFound } from "../refusals.ts";
import { toMessage } from "./rows.ts";

/**
 * Connections that one send returns. A row is about 200 bytes in the Data API's JSON, so that these stay far
 * below its 1 MiB a result; who is beyond them is paged.
 */
export const connectionsPerSend = 1_000;

export interface SentMessage {
  message: Message;
  /** False when this id was sent before: `message` is the first one. */
  isNew: boolean;
  /** Every open connection of every participant, the sender's included, in order of their ids. */
  connectionIds: ConnectionId[];
}

interface SendRow {
  outcome: "created" | "repeated" | "id taken" | "reply to nothing" | null;
  seq: number;
  content: string;
  replyTo: MessageId | null;
  createdAt: Date;
  editedAt: Date | null;
  deletedAt: Date | null;
  connectionId: ConnectionId;
}

/**
 * Appends a message to a conversation: one statement, so that the sequence has no hole (see migration 0006).
 * Sending the same id again returns the first message.
 * @throws NotFound  when the sender does not take part, also when there is no such conversation
 * @throws Conflict  when somebody else's message has this id
 * @throws Invalid   when `replyTo` is not a message of this conversation
 */
export async function sendMessage(
  db: Database,
  conversationId: ConversationId,
  senderId: UserId,
  { id, content, replyTo }: NewMessage,
): Promise<SentMessage> {
  const { rows } = await sql<SendRow>`
    SELECT * FROM send_message(
      ${conversationId}::uuid, ${senderId}::uuid, ${id}::uuid, ${content}, ${replyTo ?? null}::uuid,
      ${connectionsPerSend}
    )`.execute(db.repeatable);
  const [first, ...connections] = rows;
  if (!first) throw new NotFound("conversation");
  if (first.outcome === "id taken") {
    throw new Conflict([{ path: "id", message: "is already in use" }], "Another message has this id.");
  }
  if (first.outcome === "reply to nothing") {
    throw new Invalid([{ path: "replyTo", message: "is not a message of this conversation" }]);
  }
  return {
    message: toMessage({ ...first, id, conversationId, senderId }),
    isNew: first.outcome === "created",
    connectionIds: connections.map((row) => row.connectionId),
  };
}
