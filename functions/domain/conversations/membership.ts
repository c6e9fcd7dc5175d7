import { sql } from "kysely";
import type { ConversationId, UserId } from "../../../contract/ids.ts";
import type { Database } from "../database.ts";
import { ConversationNotFound } from "./refusals.ts";

/**
 * Requires that a user takes part in a conversation at this moment. A later write must check it again, because the user
 * may be removed meanwhile.
 *
 * @throws {ConversationNotFound} also for unknown conversations, so that ids cannot be probed
 */
export async function requireParticipant(db: Database, id: ConversationId, userId: UserId): Promise<void> {
  const { rows } = await sql`
    SELECT 1 AS one FROM participants p
    WHERE p.conversation_id = ${id}::uuid AND p.user_id = ${userId}::uuid`.execute(db.repeatable);
  if (rows.length === 0) throw new ConversationNotFound();
}

/** The condition that a user may find, read and join channels. */
export const mayVisitChannels = (userId: UserId) =>
  sql<boolean>`EXISTS (SELECT FROM users v WHERE v.id = ${userId}::uuid AND v.workspace_role <> 'guest')`;
