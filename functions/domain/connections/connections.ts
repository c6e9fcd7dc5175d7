import { sql } from "kysely";
import type { ConnectionId, ConversationId, SessionId, UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import { times } from "../../../contract/times.ts";
import type { Database } from "../database.ts";
import { SessionEnded } from "../sessions/refusals.ts";
import { TooManyConnections } from "./refusals.ts";

/** Minutes until a connection's row expires. API Gateway ends every connection after two hours. */
const lifeMinutes = 2 * 60 + 5;

/** A connection that a session opens. */
export interface NewConnection {
  connectionId: ConnectionId;
  userId: UserId;
  sessionId: SessionId;
}

/**
 * What a new connection means for its user's presence. A user who `came back` went offline a moment ago, so the event
 * about that may still be under way.
 */
export type PresenceChange = "came online" | "came back" | "none";

/** Seconds after which the event that a user went offline has arrived. */
const offlineEventSeconds = 10;

/**
 * Records an open connection.
 *
 * @throws {SessionEnded | TooManyConnections} and records nothing
 */
export async function addConnection(
  db: Database,
  { connectionId, userId, sessionId }: NewConnection,
): Promise<PresenceChange> {
  // The subquery sees the presence before this statement. If it says online, the user went offline in between.
  const { rows } = await sql<{
    outcome: "came online" | "was online" | "session ended" | "too many";
    isRecent: boolean;
  }>`
    SELECT open_connection_v3(
      ${connectionId}, ${userId}::uuid, ${sessionId}::uuid, ${lifeMinutes}, ${limits.connections}
    ) AS outcome,
    EXISTS (
      SELECT FROM presence p WHERE p.user_id = ${userId}::uuid
        AND (p.is_online OR p.changed_at > now() - ${offlineEventSeconds} * interval '1 second')
    ) AS is_recent`.execute(db.repeatable);
  const { outcome, isRecent } = rows[0] ?? {};
  if (outcome === "session ended") throw new SessionEnded();
  if (outcome === "too many") throw new TooManyConnections();
  if (outcome !== "came online") return "none";
  return isRecent ? "came back" : "came online";
}

/** A connection that has ended. */
export interface EndedConnection {
  /** Undefined if the connection was removed before. */
  userId: UserId | undefined;
  /** The conversations in whose calls its user was on this connection. */
  callsIn: ConversationId[];
}

/** Removes a connection that has ended. */
export async function removeConnection(db: Database, connectionId: ConnectionId): Promise<EndedConnection> {
  const { rows } = await sql<{ userId: UserId | null; conversationId: ConversationId | null }>`
    WITH gone AS (DELETE FROM connections c WHERE c.connection_id = ${connectionId} RETURNING c.user_id)
    SELECT (SELECT user_id FROM gone), p.conversation_id
    FROM (SELECT 1) always LEFT JOIN call_participants p ON p.connection_id = ${connectionId}`.execute(
    db.repeatable,
  );
  return {
    userId: rows[0]?.userId ?? undefined,
    callsIn: rows.flatMap(({ conversationId }) => conversationId ?? []),
  };
}

/** Matches connections `c` by id. The Data API takes no arrays, so the ids travel as one JSON text. */
const isAmong = (connectionIds: readonly ConnectionId[]) =>
  sql`c.connection_id = ANY (ARRAY(SELECT json_array_elements_text(${JSON.stringify(connectionIds)}::json)))`;

/** A connection on which a user is in a call. */
export interface ConnectionInCall {
  conversationId: ConversationId;
  connectionId: ConnectionId;
}

/** Lists the calls in which users are on these connections. */
export async function callsOn(
  db: Database,
  connectionIds: readonly ConnectionId[],
): Promise<ConnectionInCall[]> {
  const { rows } = await sql<ConnectionInCall>`
    SELECT c.conversation_id, c.connection_id FROM call_participants c
    WHERE ${isAmong(connectionIds)}`.execute(db.repeatable);
  return rows;
}

/** API Gateway also answers 410 for a connection that is still opening. Its client syncs as soon as it is open. */
const openingSeconds = 10;

/** Leaves out connections that may still be opening. The others have ended if API Gateway answers 410 for them. */
export async function withoutOpening(
  db: Database,
  connectionIds: readonly ConnectionId[],
): Promise<ConnectionId[]> {
  const { rows } = await sql<{ connectionId: ConnectionId }>`
    SELECT c.connection_id FROM connections c
    WHERE ${isAmong(connectionIds)}
      AND c.connected_at < now() - ${openingSeconds} * interval '1 second'`.execute(db.repeatable);
  return rows.map((row) => row.connectionId);
}

/**
 * Removes connections that have ended. Those that another statement holds are being removed already.
 *
 * @returns their users, each once
 */
export async function removeConnections(
  db: Database,
  connectionIds: readonly ConnectionId[],
): Promise<UserId[]> {
  const { rows } = await sql<{ userId: UserId }>`
    DELETE FROM connections WHERE connection_id IN (
      SELECT c.connection_id FROM connections c WHERE ${isAmong(connectionIds)} FOR UPDATE SKIP LOCKED
    )
    RETURNING user_id`.execute(db.repeatable);
  return [...new Set(rows.map((row) => row.userId))];
}

/** Updates a user's presence from their open connections. @returns whether the user is online */
export async function settlePresence(db: Database, userId: UserId): Promise<boolean> {
  const { rows } = await sql<{ online: boolean }>`
    SELECT settle_presence_v1(${userId}::uuid) AS online`.execute(db.repeatable);
  return rows[0]?.online === true;
}

/**
 * Removes expired connections, for which API Gateway reported no `$disconnect`.
 *
 * @returns users who still count as online but have no connection, at most 5,000
 */
export async function removeExpired(db: Database): Promise<UserId[]> {
  await sql`
    DELETE FROM connections WHERE connection_id IN (
      SELECT c.connection_id FROM connections c WHERE c.expires_at <= now() FOR UPDATE SKIP LOCKED
    )`.execute(db.repeatable);
  const { rows } = await sql<{ userId: UserId }>`
    SELECT p.user_id FROM presence p
    WHERE p.is_online AND NOT EXISTS (SELECT FROM connections c WHERE c.user_id = p.user_id)
    LIMIT 5000`.execute(db.repeatable);
  return rows.map((row) => row.userId);
}

/** Forgets the times at which users were online, once unread messages of that time no longer count as mentions. */
export async function forgetOnlinePeriods(db: Database): Promise<void> {
  await sql`
    DELETE FROM online_periods o
    WHERE o.ended_at < now() - ${times.onlinePeriodDays} * interval '1 day'`.execute(db.repeatable);
}

/** An open connection and its user. */
export interface Listener {
  connectionId: ConnectionId;
  userId: UserId;
}

/** Lists the open connections of a conversation's participants, or none if the caller does not take part. */
export async function listenersOf(
  db: Database,
  conversationId: ConversationId,
  callerId: UserId,
  limit: number,
): Promise<Listener[]> {
  const { rows } = await sql<Listener>`
    SELECT c.connection_id, c.user_id
    FROM participants me
    JOIN participants p ON p.conversation_id = me.conversation_id
    JOIN connections c ON c.user_id = p.user_id
    WHERE me.conversation_id = ${conversationId}::uuid AND me.user_id = ${callerId}::uuid
      AND c.expires_at > now()
    LIMIT ${limit}`.execute(db.repeatable);
  return rows;
}
