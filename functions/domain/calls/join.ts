import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { Call } from "../../../contract/calls.ts";
import type {
  CallId,
  ConnectionId,
  ConversationId,
  SeatId,
  SessionId,
  UserId,
} from "../../../contract/ids.ts";
import { allowances, limits } from "../../../contract/limits.ts";
import { times } from "../../../contract/times.ts";
import { RateLimited } from "../../platform/problems/refusals.ts";
import { AdminsPost, ConversationArchived, ConversationNotFound } from "../conversations/refusals.ts";
import type { Database } from "../database.ts";
import { SessionEnded } from "../sessions/refusals.ts";
import { callIn } from "./calls.ts";
import { CallFull, CallNotFound } from "./refusals.ts";

/** A user who joins, on one connection. */
export interface Joining {
  conversationId: ConversationId;
  userId: UserId;
  sessionId: SessionId;
  connectionId: ConnectionId;
  seat: SeatId;
  /** The only call to join. Without it, the user starts a call if there is none. */
  callId?: CallId | undefined;
}

export interface Joined {
  call: Call;
  /** Whether this started a call, joined one, or renewed a seat that the user had before. */
  outcome: "started" | "joined" | "renewed";
}

type Outcome =
  | Joined["outcome"]
  | "session ended"
  | "no such call"
  | "full"
  | "archived"
  | "admins post"
  | "too fast";

/**
 * Lets a user join the call of a conversation, or starts one. Repeating it renews the seat.
 *
 * @throws {SessionEnded}
 * @throws {ConversationNotFound} also if the user does not take part
 * @throws {CallNotFound | CallFull | ConversationArchived | AdminsPost}
 * @throws {RateLimited} if the user started too many calls, or took too many seats
 */
export async function joinCall(db: Database, joining: Joining): Promise<Joined> {
  const { conversationId, userId, sessionId, connectionId, seat, callId } = joining;
  const { calls, callStarts } = allowances;
  const { rows } = await sql<{ outcome: Outcome; retryAfter: number }>`
    SELECT outcome, retry_after FROM join_call_v2(
      ${conversationId}::uuid, ${userId}::uuid, ${sessionId}::uuid, ${connectionId}, ${seat}::uuid,
      ${callId ?? null}::uuid, ${uuidv7()}::uuid, ${times.calls.leaseSeconds}, ${limits.calls.participants},
      ${calls.burst}::float8, ${calls.perSecond}::float8,
      ${callStarts.burst}::float8, ${callStarts.perSecond}::float8
    )`.execute(db.repeatable);
  const [row] = rows;
  if (!row) throw new ConversationNotFound();
  const { outcome } = row;
  if (outcome === "session ended") throw new SessionEnded();
  if (outcome === "no such call") throw new CallNotFound();
  if (outcome === "full") throw new CallFull();
  if (outcome === "archived") throw new ConversationArchived();
  if (outcome === "admins post") throw new AdminsPost();
  if (outcome === "too fast") throw new RateLimited(row.retryAfter);
  const call = await callIn(db, conversationId);
  // The other person may have hung up meanwhile.
  if (!call) throw new CallNotFound();
  return { call, outcome };
}
