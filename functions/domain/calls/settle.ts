import { sql } from "kysely";
import type { CallId, ConnectionId, ConversationId, SeatId, UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import type { Database } from "../database.ts";

/** The reasons for which a call may change or end. Participants without a lease leave it in any case. */
export interface Settling {
  conversationId: ConversationId;
  /** Without it, the call under way. */
  callId?: CallId | undefined;
  /** A participant who leaves. */
  leaving?: { userId: UserId; seat: SeatId } | undefined;
  /** A connection that has ended. Its user leaves, unless another connection has taken over. */
  endedConnection?: ConnectionId | undefined;
  /** Whether a participant was removed from the conversation, and thus from the call. */
  isChanged?: boolean | undefined;
  /** Ends an unanswered call of a direct conversation. */
  isUnanswered?: boolean | undefined;
  /** The user who declines the call. */
  declinedBy?: UserId | undefined;
  /** The number of the check. */
  check?: number | undefined;
}

export interface Settled {
  callId: CallId;
  outcome: "unchanged" | "changed" | "ended";
  /** Whether the caller queues the next check. */
  isNext: boolean;
  startedBy: UserId;
  /** The duration since the call was answered. Null for an unanswered call. */
  seconds: number | null;
  /** Whether calls ring in this conversation: it is direct, or a small group. */
  isRung: boolean;
}

/** Removes the users who have left a call, and ends a call that is over. @returns undefined without such a call */
export async function settleCall(db: Database, settling: Settling): Promise<Settled | undefined> {
  const {
    conversationId,
    callId,
    leaving,
    endedConnection,
    isChanged = false,
    isUnanswered = false,
    check,
  } = settling;
  const { rows } = await sql<Settled>`
    SELECT call_id, outcome, is_next, started_by, seconds, is_rung FROM settle_call_v2(
      ${conversationId}::uuid, ${callId ?? null}::uuid, ${leaving?.userId ?? null}::uuid,
      ${leaving?.seat ?? null}::uuid, ${endedConnection ?? null}, ${isChanged}, ${isUnanswered}, ${check ?? null}::bigint,
      ${limits.calls.ringingGroup}
    )`.execute(db.repeatable);
  return rows[0];
}
