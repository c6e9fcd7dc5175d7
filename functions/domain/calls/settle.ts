import { sql } from "kysely";
import type { CallId, ConnectionId, ConversationId, SeatId, UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import type { Database } from "../database.ts";
import { userIdsIn } from "../users/user-ids.ts";

/** The reasons why a call may change or end. Participants without a lease leave it in any case. */
export interface Settling {
  conversationId: ConversationId;
  /** The call to settle. By default, the one under way. */
  callId?: CallId | undefined;
  /** A participant who leaves. */
  leaving?: { userId: UserId; seat: SeatId } | undefined;
  /** A connection that has ended. Its user leaves, unless another connection has taken over. */
  endedConnection?: ConnectionId | undefined;
  /** Whether a participant was removed from the conversation, and thus from the call. */
  isChanged?: boolean | undefined;
  /** Ends an unanswered call of a direct conversation. */
  isUnanswered?: boolean | undefined;
  /** The user who declines the call. A group's call stops ringing for this user only. */
  declinedBy?: UserId | undefined;
  /** The number of the check. */
  check?: number | undefined;
}

export interface Settled {
  callId: CallId;
  outcome: "unchanged" | "changed" | "ended";
  /** Whether the caller must queue the next check. */
  isNext: boolean;
  startedBy: UserId;
  /** The duration since the call was answered. Null for an unanswered call. */
  seconds: number | null;
  /** Whether calls ring in this conversation: it is direct, or a small group. */
  isRung: boolean;
  /** Whether the call rings by Web Push on devices of absent users, and nothing has replaced that yet. */
  isPushed: boolean;
  /** The users of a group who declined the call, or have left it. */
  silenced: UserId[];
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
    declinedBy,
    check,
  } = settling;
  const { rows } = await sql<Omit<Settled, "silenced"> & { silenced: string }>`
    SELECT call_id, outcome, is_next, started_by, seconds, is_rung, is_pushed, silenced FROM settle_call_v4(
      ${conversationId}::uuid, ${callId ?? null}::uuid, ${leaving?.userId ?? null}::uuid,
      ${leaving?.seat ?? null}::uuid, ${endedConnection ?? null}, ${isChanged}, ${isUnanswered},
      ${declinedBy ?? null}::uuid, ${check ?? null}::bigint, ${limits.calls.ringingGroup}
    )`.execute(db.repeatable);
  const [row] = rows;
  return row && { ...row, silenced: userIdsIn(row.silenced) };
}
