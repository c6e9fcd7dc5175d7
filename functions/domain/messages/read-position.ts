import { sql } from "kysely";
import type { ConnectionId, ConversationId, UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import type { ReadPosition } from "../../../contract/read-positions.ts";
import type { Database } from "../database.ts";
import { unreadCountOf } from "./unread-count.ts";

/** A user has read a conversation up to `seq`. */
export interface Reading {
  conversationId: ConversationId;
  userId: UserId;
  seq: number;
}

/** A reader's position after a reading, and its audience. */
export interface NewPosition extends ReadPosition {
  /** Whether the position moved, or a mark as unread was removed. A repeated reading changes nothing. */
  isChanged: boolean;
  /** Whether the conversation is so small that all its participants receive each other's positions. */
  isShared: boolean;
  /** After a change, the open connections of the reader and, in a small conversation, of the other participants. */
  connectionIds: ConnectionId[];
}

interface PositionRow {
  conversationId: ConversationId;
  userId: UserId;
  lastReadSeq: number;
  unreadCount: number;
  isChanged: boolean;
  isShared: boolean;
  connectionId: ConnectionId | null;
}

const keyOf = ({ conversationId, userId }: Pick<Reading, "conversationId" | "userId">) =>
  `${conversationId} ${userId}`;

/** The furthest reading of each user in each conversation. PostgreSQL updates a row only once per statement. */
function furthest(readings: readonly Reading[]): Reading[] {
  const found = new Map<string, Reading>();
  for (const reading of readings) {
    const known = found.get(keyOf(reading));
    if (!known || known.seq < reading.seq) found.set(keyOf(reading), reading);
  }
  return [...found.values()];
}

/**
 * Moves read positions forward, at most to each conversation's last message, in one statement for all readings. A
 * position never moves back.
 *
 * @returns the position of a reading, or undefined if the user does not take part in the conversation
 */
export async function markRead(
  db: Database,
  readings: readonly Reading[],
): Promise<(reading: Reading) => NewPosition | undefined> {
  const asked = furthest(readings).map(({ conversationId, userId, seq }) => ({
    conversation_id: conversationId,
    user_id: userId,
    seq,
  }));
  const readUpTo = sql`greatest(k.last_read_seq, k.seq)`;
  const { rows } = await sql<PositionRow>`
    WITH asked AS (
      SELECT a.conversation_id, a.user_id, a.seq
      FROM json_to_recordset(${JSON.stringify(asked)}::json) AS a(conversation_id uuid, user_id uuid, seq int8)
      -- Tells the planner how few rows these are, so that it looks the others up by their indexes.
      LIMIT ${asked.length}
    ), known AS (
      SELECT p.conversation_id, p.user_id, p.last_read_seq, p.unread_from, c.last_seq, least(a.seq, c.last_seq) AS seq
      FROM asked a
      JOIN participants p ON p.conversation_id = a.conversation_id AND p.user_id = a.user_id
      JOIN conversations c ON c.id = a.conversation_id
      ORDER BY p.conversation_id, p.user_id
      FOR NO KEY UPDATE OF p
    ), changed AS (
      UPDATE participants p SET last_read_seq = greatest(k.last_read_seq, k.seq), unread_from = NULL
      FROM known k
      WHERE p.conversation_id = k.conversation_id AND p.user_id = k.user_id
        AND (k.last_read_seq < k.seq OR k.unread_from IS NOT NULL)
      RETURNING p.conversation_id, p.user_id
    ), result AS (
      SELECT k.conversation_id, k.user_id, ${readUpTo} AS last_read_seq,
        ${unreadCountOf({ conversationId: sql`k.conversation_id`, lastSeq: sql`k.last_seq`, readUpTo })} AS unread_count,
        changed.user_id IS NOT NULL AS is_changed,
        (
          SELECT count(*) FROM (
            SELECT FROM participants p WHERE p.conversation_id = k.conversation_id
            LIMIT ${limits.sharedReadPositions + 1}
          ) counted
        ) <= ${limits.sharedReadPositions} AS is_shared
      FROM known k
      LEFT JOIN changed ON changed.conversation_id = k.conversation_id AND changed.user_id = k.user_id
    )
    SELECT r.conversation_id, r.user_id, r.last_read_seq, r.unread_count, r.is_changed, r.is_shared, listener.connection_id
    FROM result r LEFT JOIN LATERAL (
      SELECT c.connection_id FROM connections c
      WHERE r.is_changed AND c.user_id = r.user_id AND c.expires_at > now()
      UNION ALL
      SELECT c.connection_id FROM participants p JOIN connections c ON c.user_id = p.user_id
      WHERE r.is_changed AND r.is_shared AND p.conversation_id = r.conversation_id AND p.user_id <> r.user_id
        AND c.expires_at > now()
    ) listener ON true`.execute(db.repeatable);
  const positions = new Map<string, NewPosition>();
  for (const row of rows) {
    const { lastReadSeq, unreadCount, isChanged, isShared, connectionId } = row;
    const position = positions.get(keyOf(row)) ?? {
      lastReadSeq,
      unreadCount,
      isChanged,
      isShared,
      connectionIds: [],
    };
    if (connectionId !== null) position.connectionIds.push(connectionId);
    positions.set(keyOf(row), position);
  }
  return (reading) => positions.get(keyOf(reading));
}
