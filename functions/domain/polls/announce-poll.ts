import { sql } from "kysely";
import type { ConversationId, MessageId } from "../../../contract/ids.ts";
import type { PollUpdated } from "../../../contract/polls.ts";
import type { Database } from "../database.ts";
import { everyoneIn } from "../events/announcements.ts";
import { announceFromQueue, type FanOut } from "../events/fan-out.ts";
import { type MessageRow, messageColumns } from "../messages/rows.ts";
import { type PollMessage, toPollMessage } from "./vote.ts";

/** Returns the event with the latest results. */
export const pollUpdated = ({
  conversationId,
  id: messageId,
  seq,
  revision = 0,
  poll,
}: PollMessage): PollUpdated => ({
  type: "poll.updated",
  conversationId,
  messageId,
  seq,
  revision,
  poll,
});

/**
 * Copies the latest results of a poll to its message, and announces them. All votes since the last time take one
 * revision and one event. A job that fails before its end announces again.
 */
export async function announcePoll(
  fanOut: FanOut,
  { conversationId, messageId }: { conversationId: ConversationId; messageId: MessageId },
): Promise<void> {
  const message = await publishPoll(fanOut.db, conversationId, messageId);
  if (message)
    await announceFromQueue(fanOut, { event: pollUpdated(message), audience: everyoneIn(conversationId) });
}

/** Copies the latest results of a poll to its message. Returns nothing if the message was deleted. */
export async function publishPoll(
  db: Database,
  conversationId: ConversationId,
  messageId: MessageId,
): Promise<PollMessage | undefined> {
  const { rows } = await sql<MessageRow>`
    SELECT ${messageColumns(sql`message`)}
    FROM publish_poll_v1(${conversationId}::uuid, ${messageId}::uuid) AS message`.execute(db.repeatable);
  return rows[0] && toPollMessage(rows[0]);
}

/** Lists polls whose announcement is overdue, because its job was lost. */
export async function listUnannounced(
  db: Database,
): Promise<{ conversationId: ConversationId; messageId: MessageId }[]> {
  const { rows } = await sql<{ conversationId: ConversationId; messageId: MessageId }>`
    SELECT o.conversation_id, o.message_id FROM polls o
    WHERE o.announcing_at < now() - interval '1 minute'
    ORDER BY o.announcing_at LIMIT 1000`.execute(db.repeatable);
  return rows;
}
