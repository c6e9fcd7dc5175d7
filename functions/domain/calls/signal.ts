import { sql } from "kysely";
import type { CallId, ConnectionId, ConversationId, SeatId, UserId } from "../../../contract/ids.ts";
import type { Database } from "../database.ts";
import { CallNotFound } from "./refusals.ts";

/** The sender and the recipient of a signal. */
export interface Signaling {
  conversationId: ConversationId;
  callId: CallId;
  userId: UserId;
  connectionId: ConnectionId;
  seat: SeatId;
  to: SeatId;
}

/**
 * Finds the connection of a signal's recipient. Both must be in the call, and in its conversation. A user who has not
 * joined therefore receives no signal, which would contain addresses.
 *
 * @throws {CallNotFound}
 */
export async function recipientOfSignal(db: Database, signaling: Signaling): Promise<ConnectionId> {
  const { conversationId, callId, userId, connectionId, seat, to } = signaling;
  const { rows } = await sql<{ connectionId: ConnectionId }>`
    SELECT other.connection_id
    FROM calls c
    JOIN call_participants me ON me.conversation_id = c.conversation_id AND me.user_id = ${userId}::uuid
    JOIN call_participants other ON other.conversation_id = c.conversation_id AND other.user_id <> me.user_id
    WHERE c.conversation_id = ${conversationId}::uuid AND c.id = ${callId}::uuid
      AND me.seat = ${seat}::uuid AND me.connection_id = ${connectionId} AND me.lease_until > now()
      AND other.seat = ${to}::uuid AND other.lease_until > now()`.execute(db.repeatable);
  const [recipient] = rows;
  if (!recipient) throw new CallNotFound();
  return recipient.connectionId;
}
