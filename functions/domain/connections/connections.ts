import { sql } from "kysely";
import type { ConnectionId, ConversationId, UserId } from "../../../contract/ids.ts";
import type { Database } from "../database.ts";

/** A connection lives at most two hours (API Gateway's quota); a little more before its row counts as dead. */
const lifeMinutes = 2 * 60 + 5;

/**
 * Remembers where to push what is for `userId`.
 * @returns whether they were offline until now
 */
export async function addConnection(
  db: Database,
  connectionId: ConnectionId,
  userId: UserId,
): Promise<boolean> {
  const { rows } = await sql<{ cameOnline: boolean }>`
    SELECT open_connection_v1(${connectionId}, ${userId}::uuid, ${lifeMinutes}) AS came_online`.execute(
    db.repeatable,
  );
  return rows[0]?.cameOnline === true;
}

/** Forgets a connection that has ended. @returns whose it was, unless it was forgotten before */
export async function removeConnection(
  db: Database,
  connectionId: ConnectionId,
): Promise<UserId | undefined> {
  const row = await db.repeatable
    .deleteFrom("connections")
    .where("connectionId", "=", connectionId)
    .returning("userId")
    .executeTakeFirst();
  return row?.userId;
}

/** Whether connection `c` is one of these. The Data API takes no arrays, so they travel as one JSON text. */
const isAmong = (connectionIds: readonly ConnectionId[]) =>
  sql`c.connection_id = ANY (ARRAY(SELECT json_array_elements_text(${JSON.stringify(connectionIds)}::json)))`;

/** A connection that is only now opening answers 410 as well, and its client asks for what it missed once it is open. */
const openingSeconds = 10;

/** Those of the connections that are too old to be only opening: what answers 410 for them has ended. */
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

/** Forgets connections that have ended. @returns the people whose they were */
export async function removeConnections(
  db: Database,
  connectionIds: readonly ConnectionId[],
): Promise<UserId[]> {
  const { rows } = await sql<{ userId: UserId }>`
    DELETE FROM connections c
    WHERE ${isAmong(connectionIds)}
    RETURNING c.user_id`.execute(db.repeatable);
  return [...new Set(rows.map((row) => row.userId))];
}

/** Makes the presence of somebody what their connections say. @returns whether they are online */
export async function settlePresence(db: Database, userId: UserId): Promise<boolean> {
  const { rows } = await sql<{ online: boolean }>`
    SELECT settle_presence_v1(${userId}::uuid) AS online`.execute(db.repeatable);
  return rows[0]?.online === true;
}

/** Forgets the connections whose end nobody told us of. @returns who counts as online without having one */
export async function removeExpired(db: Database): Promise<UserId[]> {
  await db.repeatable.deleteFrom("connections").where("expiresAt", "<=", sql<Date>`now()`).execute();
  const { rows } = await sql<{ userId: UserId }>`
    SELECT p.user_id FROM presence p
    WHERE p.is_online AND NOT EXISTS (SELECT FROM connections c WHERE c.user_id = p.user_id)
    LIMIT 5000`.execute(db.repeatable);
  return rows.map((row) => row.userId);
}

/** An open connection, and whose it is. */
export interface Listener {
  connectionId: ConnectionId;
  userId: UserId;
}

/** Open connections of a conversation in which `callerId` takes part; none if they do not. */
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
