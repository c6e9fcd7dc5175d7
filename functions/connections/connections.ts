import { sql } from "kysely";
import type { ConnectionId, ConversationId, UserId } from "../../contract/ids.ts";
import type { Database } from "../database/database.ts";

/** A connection lives at most two hours (API Gateway's quota); a little more before its row counts as dead. */
const lifeMinutes = 2 * 60 + 5;

/** Remembers where to push what is for `userId`. */
export async function addConnection(db: Database, connectionId: ConnectionId, userId: UserId): Promise<void> {
  await db.repeatable
    .insertInto("connections")
    .values({
      connectionId,
      userId: sql`${userId}::uuid`,
      expiresAt: sql`now() + ${lifeMinutes} * interval '1 minute'`,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function removeConnection(db: Database, connectionId: ConnectionId): Promise<void> {
  await db.repeatable.deleteFrom("connections").where("connectionId", "=", connectionId).execute();
}

/**
 * Forgets connections that API Gateway reported as gone. One that is only now opening also answers 410, so
 * that the youngest are left alone: if they are dead, the next push finds out.
 */
export async function removeGone(db: Database, connectionIds: readonly ConnectionId[]): Promise<void> {
  await sql`
    DELETE FROM connections c
    WHERE c.connection_id = ANY (ARRAY(SELECT json_array_elements_text(${JSON.stringify(connectionIds)}::json)))
      AND c.connected_at < now() - interval '10 seconds'`.execute(db.repeatable);
}

/** The open connections of a conversation's participants, by id; the page after `after`. */
export async function listConnections(
  db: Database,
  conversationId: ConversationId,
  limit: number,
  after?: ConnectionId,
): Promise<ConnectionId[]> {
  const query = db.repeatable
    .selectFrom("participants as p")
    .innerJoin("connections as c", "c.userId", "p.userId")
    .select("c.connectionId")
    .where("p.conversationId", "=", sql<ConversationId>`${conversationId}::uuid`)
    .where("c.expiresAt", ">", sql<Date>`now()`)
    .orderBy("c.connectionId")
    .limit(limit);
  const rows = await (after === undefined ? query : query.where("c.connectionId", ">", after)).execute();
  return rows.map((row) => row.connectionId);
}
