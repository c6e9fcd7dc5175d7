import { sql } from "kysely";
import type { ConversationId, UserId } from "../../../contract/ids.ts";
import type { ReadPosition } from "../../../contract/read-positions.ts";
import { ConversationNotFound } from "../conversations/refusals.ts";
import type { Database } from "../database.ts";

/**
 * Moves the caller's read position up to `seq`, at most to the last message. It never moves back.
 *
 * @throws {ConversationNotFound} also if the caller does not take part
 */
export async function markRead(
  db: Database,
  conversationId: ConversationId,
  readerId: UserId,
  seq: number,
): Promise<ReadPosition> {
  const { rows } = await sql<{ lastReadSeq: number; lastSeq: number }>`
    UPDATE participants p SET last_read_seq = greatest(p.last_read_seq, least(${seq}, c.last_seq)), unread_from = NULL
    FROM conversations c
    WHERE c.id = p.conversation_id
      AND p.conversation_id = ${conversationId}::uuid AND p.user_id = ${readerId}::uuid
    RETURNING p.last_read_seq, c.last_seq`.execute(db.repeatable);
  const [position] = rows;
  if (!position) throw new ConversationNotFound();
  return {
    lastReadSeq: position.lastReadSeq,
    unreadCount: Math.max(0, position.lastSeq - position.lastReadSeq),
  };
}
