import { sql } from "kysely";
import type { Call, CallParticipant } from "../../../contract/calls.ts";
import type { CallId, ConversationId, SeatId, UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import type { Database } from "../database.ts";
import { userIdsIn } from "../users/user-ids.ts";

interface CallRow {
  id: CallId;
  conversationId: ConversationId;
  startedBy: UserId;
  startedAt: Date;
  isRinging: boolean;
  /** The users as JSON. */
  ringing: string;
  version: number;
  userId: UserId;
  seat: SeatId;
  joinedAt: Date;
}

/** In a small group, a call stops ringing with its first check. The call continues. */
const ringsInGroup = sql`(
  v.kind = 'group' AND v.participant_count BETWEEN 2 AND ${limits.calls.ringingGroup} AND c.checks = 0
)`;

/** The users for whom a call rings, as JSON. It does not ring for users in the call, even if their lease has ended. */
const ringing = sql`
  CASE WHEN ${ringsInGroup} OR v.kind = 'direct' AND c.answered_at IS NULL THEN (
    SELECT coalesce(json_agg(r.user_id ORDER BY r.user_id), '[]') FROM participants r
    WHERE r.conversation_id = c.conversation_id AND r.user_id <> c.started_by AND r.user_id <> ALL (c.silenced)
      AND NOT EXISTS (
        SELECT FROM call_participants i WHERE i.conversation_id = c.conversation_id AND i.user_id = r.user_id
      )
  ) ELSE '[]' END`;

/** Selects a row for each user in a call `c`. */
const columns = sql`c.id, c.conversation_id, c.started_by, c.started_at, c.version, p.user_id, p.seat, p.joined_at,
  (c.answered_at IS NULL AND (v.kind = 'direct' OR ${ringsInGroup})) AS is_ringing, (${ringing})::text AS ringing`;

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
      const { id, conversationId, startedBy, startedAt, isRinging, ringing, version } = row;
      const participants = [toParticipant(row)];
      calls.set(id, {
        id,
        conversationId,
        startedBy,
        startedAt: startedAt.toISOString(),
        isRinging,
        ringing: userIdsIn(ringing),
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
