import { sql } from "kysely";
import type { Call, CallParticipant } from "../../../contract/calls.ts";
import type { CallId, ConversationId, SeatId, UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import type { Database } from "../database.ts";

interface CallRow {
  id: CallId;
  conversationId: ConversationId;
  startedBy: UserId;
  startedAt: Date;
  isRinging: boolean;
  version: number;
  userId: UserId;
  seat: SeatId;
  joinedAt: Date;
}

/** Whether an unanswered call rings. In a small group, it stops with the call's first check, but the call goes on. */
const rings = sql`(
  v.kind = 'direct'
  OR v.kind = 'group' AND v.participant_count BETWEEN 2 AND ${limits.calls.ringingGroup} AND c.checks = 0
)`;

/** Selects a row for each user in a call `c`. */
const columns = sql`c.id, c.conversation_id, c.started_by, c.started_at, c.version, p.user_id, p.seat, p.joined_at,
  (c.answered_at IS NULL AND ${rings}) AS is_ringing`;

const joins = sql`
  JOIN conversations v ON v.id = c.conversation_id
  JOIN call_participants p ON p.conversation_id = c.conversation_id AND p.lease_until > now()`;

const toParticipant = ({ userId, seat, joinedAt }: CallRow): CallParticipant => ({
  userId,
  seat,
  joinedAt: joinedAt.toISOString(),
});

function toCalls(rows: readonly CallRow[]): Call[] {
  const calls = new Map<CallId, Call>();
  for (const row of rows) {
    const call = calls.get(row.id);
    if (call) call.participants.push(toParticipant(row));
    else {
      const { id, conversationId, startedBy, startedAt, isRinging, version } = row;
      const participants = [toParticipant(row)];
      calls.set(id, {
        id,
        conversationId,
        startedBy,
        startedAt: startedAt.toISOString(),
        isRinging,
        participants,
        version,
      });
    }
  }
  return [...calls.values()];
}

/** Returns the call under way in a conversation. */
export async function callIn(db: Database, conversationId: ConversationId): Promise<Call | undefined> {
  const { rows } = await sql<CallRow>`
    SELECT ${columns} FROM calls c ${joins}
    WHERE c.conversation_id = ${conversationId}::uuid
    ORDER BY p.joined_at, p.user_id`.execute(db.repeatable);
  return toCalls(rows)[0];
}

/** Lists the calls in a user's conversations, the earliest first. */
export async function listCalls(db: Database, userId: UserId): Promise<Call[]> {
  const { rows } = await sql<CallRow>`
    SELECT ${columns} FROM calls c
    JOIN participants me ON me.conversation_id = c.conversation_id AND me.user_id = ${userId}::uuid
    ${joins}
    ORDER BY c.started_at, c.id, p.joined_at, p.user_id`.execute(db.repeatable);
  return toCalls(rows);
}
