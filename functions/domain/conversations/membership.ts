import { sql } from "kysely";
import type { ConversationId, UserId } from "../../../contract/ids.ts";
import type { Database } from "../database.ts";
import {
  AdminsOnly,
  ConversationArchived,
  ConversationNotFound,
  DirectConversationIsFixed,
} from "./refusals.ts";

/**
 * Returns a user's role in a conversation and the rules that depend on it.
 *
 * @throws {ConversationNotFound} also if the user does not take part, so that ids cannot be probed
 */
export async function membership(db: Database, id: ConversationId, userId: UserId) {
  const row = await db.repeatable
    .selectFrom("participants as p")
    .innerJoin("conversations as c", "c.id", "p.conversationId")
    .select(["p.role", "c.isGroupChat", "c.kind", "c.name", "c.topic", "c.adminsOnly", "c.archivedAt"])
    .where("p.conversationId", "=", sql<ConversationId>`${id}::uuid`)
    .where("p.userId", "=", sql<UserId>`${userId}::uuid`)
    .executeTakeFirst();
  if (!row) throw new ConversationNotFound();
  return row;
}

export type Membership = Awaited<ReturnType<typeof membership>>;

/** @throws {DirectConversationIsFixed | AdminsOnly} */
export function requireMayChange({ isGroupChat, adminsOnly, role }: Membership): void {
  if (!isGroupChat) throw new DirectConversationIsFixed();
  if (adminsOnly && role === "member") throw new AdminsOnly();
}

/** @throws {DirectConversationIsFixed | AdminsOnly | ConversationArchived} */
export function requireMayAdd(caller: Membership): void {
  requireMayChange(caller);
  if (caller.archivedAt !== null) throw new ConversationArchived();
}

/** The condition that a user may find, read and join channels. */
export const mayVisitChannels = (userId: UserId) =>
  sql<boolean>`EXISTS (SELECT FROM users v WHERE v.id = ${userId}::uuid AND v.workspace_role <> 'guest')`;

/**
 * Requires that a user takes part in a conversation or may join it. Archived channels accept no new participants.
 *
 * @throws {ConversationNotFound | ConversationArchived}
 */
export async function requireMayJoin(db: Database, id: ConversationId, userId: UserId): Promise<void> {
  const { rows } = await sql<{ isArchived: boolean }>`
    SELECT c.archived_at IS NOT NULL AS is_archived FROM conversations c
    WHERE c.id = ${id}::uuid AND c.kind = 'channel' AND ${mayVisitChannels(userId)}`.execute(db.repeatable);
  const [channel] = rows;
  if (!channel) requireMayAdd(await membership(db, id, userId));
  else if (channel.isArchived) throw new ConversationArchived();
}
