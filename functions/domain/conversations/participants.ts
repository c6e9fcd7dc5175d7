import { sql } from "kysely";
import type { ConversationId, UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import type {
  Participant,
  ParticipantPage,
  ParticipantRole,
  ParticipantsQuery,
} from "../../../contract/participants.ts";
import { idList } from "../../platform/database/id-list.ts";
import { takeAllowance } from "../allowances.ts";
import type { Database } from "../database.ts";
import { toUser, type UserRow } from "../users/users.ts";
import { countedVersion, type GroupSize, sizeColumns, sizeOf } from "./group-size.ts";
import { insertParticipants, requirePeople } from "./insert-participants.ts";
import { membership, requireMayAdd, requireMayJoin } from "./membership.ts";
import {
  CannotChangeOwnRole,
  CannotRemoveParticipant,
  DirectConversationIsFixed,
  OwnerOnly,
  ParticipantNotFound,
} from "./refusals.ts";

/** A participant with the user's public columns. */
export interface ParticipantRow extends UserRow {
  role: ParticipantRole;
  joinedAt: Date;
  lastReadSeq: number;
  online: boolean;
  lastSeenAt: Date | null;
}

/** Selects a `ParticipantRow` from participants `p` and users `u`. */
export const participantColumns = sql`u.id, u.username, u.full_name, u.created_at, u.picture_id, u.availability, u.group_handles, p.role, p.joined_at, p.last_read_seq,
  coalesce((SELECT presence.is_online FROM presence WHERE presence.user_id = u.id), false) AS online,
  (SELECT presence.changed_at FROM presence WHERE presence.user_id = u.id AND NOT presence.is_online) AS last_seen_at`;

export function toParticipant(row: ParticipantRow): Participant {
  return {
    user: toUser(row),
    role: row.role,
    joinedAt: row.joinedAt.toISOString(),
    lastReadSeq: row.lastReadSeq,
    online: row.online,
    ...(row.lastSeenAt && { lastSeenAt: row.lastSeenAt.toISOString() }),
  };
}

/** Lists participants in the order of their ids. @throws {ConversationNotFound} */
export async function listParticipants(
  db: Database,
  id: ConversationId,
  callerId: UserId,
  { limit = limits.page.default, cursor, hasRead = 0 }: ParticipantsQuery,
): Promise<ParticipantPage> {
  await membership(db, id, callerId);
  const { rows } = await sql<ParticipantRow>`
    SELECT ${participantColumns} FROM participants p JOIN users u ON u.id = p.user_id
    WHERE p.conversation_id = ${id}::uuid AND p.last_read_seq >= ${hasRead}
      AND ${cursor ? sql`p.user_id > ${cursor}::uuid` : sql`true`}
    ORDER BY p.user_id LIMIT ${limit + 1}`.execute(db.repeatable);
  const page = rows.slice(0, limit);
  return {
    items: page.map(toParticipant),
    nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  };
}

/**
 * Adds users to a group or channel. They see its whole history, which counts as read. Existing participants keep their
 * role and read position. Callers who add only themselves join a channel.
 *
 * @returns those who did not take part before, so that a repeated call announces nobody
 * @throws {ConversationNotFound | DirectConversationIsFixed | AdminsOnly | ConversationArchived | UnknownUsers |
 * GroupFull | RateLimited}
 */
export async function addParticipants(
  db: Database,
  id: ConversationId,
  callerId: UserId,
  ids: readonly UserId[],
  maximum: number,
): Promise<Participant[]> {
  const [first, ...others] = ids;
  if (first === callerId && others.length === 0) await requireMayJoin(db, id, callerId);
  else requireMayAdd(await membership(db, id, callerId));
  await takeAllowance(db, callerId, "participants");
  await requirePeople(db, ids);
  // Read before the insertion, which may run again after a lost answer.
  const newIds = await withoutParticipants(db, id, ids);
  await insertParticipants(db, id, ids, maximum);
  const added = await sql<ParticipantRow>`
    SELECT ${participantColumns} FROM ${idList(newIds)} listed
    JOIN participants p ON p.conversation_id = ${id}::uuid AND p.user_id = listed.id
    JOIN users u ON u.id = p.user_id
    ORDER BY listed.position`.execute(db.repeatable);
  return added.rows.map(toParticipant);
}

/** Returns the users who do not take part in a conversation. */
async function withoutParticipants(
  db: Database,
  id: ConversationId,
  ids: readonly UserId[],
): Promise<UserId[]> {
  const { rows } = await sql<{ id: UserId }>`
    SELECT listed.id FROM ${idList(ids)} listed
    WHERE NOT EXISTS (
      SELECT FROM participants p WHERE p.conversation_id = ${id}::uuid AND p.user_id = listed.id
    )
    ORDER BY listed.position`.execute(db.repeatable);
  return rows.map((row) => row.id);
}

/** Finds a newcomer as a participant of the groups that they joined, and the size of each. */
export async function newcomerIn(
  db: Database,
  userId: UserId,
  ids: readonly ConversationId[],
): Promise<({ conversationId: ConversationId; participant: Participant } & GroupSize)[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<ParticipantRow & { conversationId: ConversationId } & GroupSize>`
    SELECT ${participantColumns}, p.conversation_id, ${sizeColumns}
    FROM ${idList(ids)} listed
    JOIN conversations c ON c.id = listed.id
    JOIN participants p ON p.conversation_id = c.id AND p.user_id = ${userId}::uuid
    JOIN users u ON u.id = p.user_id`.execute(db.repeatable);
  return rows.map((row) => ({
    conversationId: row.conversationId,
    participant: toParticipant(row),
    participantCount: row.participantCount,
    version: row.version,
    kind: row.kind,
  }));
}

/** The result of a removal: the group afterwards, and its new owner if the owner left. */
export interface Removal extends GroupSize {
  newOwnerId: UserId | null;
}

/**
 * Removes a participant from a group. The owner may remove everyone, admins may remove members, and everyone may
 * leave. If the owner leaves, the longest-standing admin becomes the owner, or else the longest-standing member.
 *
 * @throws {ConversationNotFound | ParticipantNotFound | DirectConversationIsFixed | CannotRemoveParticipant |
 * RateLimited}
 */
export async function removeParticipant(
  db: Database,
  id: ConversationId,
  { callerId, userId }: { callerId: UserId; userId: UserId },
): Promise<Removal> {
  const { isGroupChat, role } = await membership(db, id, callerId);
  if (!isGroupChat) throw new DirectConversationIsFixed();
  await takeAllowance(db, callerId, "participants");
  const removable = { owner: ["owner", "admin", "member"], admin: ["member"], member: [] }[role];
  const isAllowed =
    userId === callerId ? sql`true` : sql`p.role = ANY (string_to_array(${removable.join()}, ','))`;
  // Waits for concurrent sends, so that none of them is accepted after the removal is confirmed.
  const { rows } = await sql<{ isRemoved: boolean; newOwnerId: UserId | null }>`
    WITH conversation AS (
      SELECT c.id FROM conversations c WHERE c.id = ${id}::uuid FOR NO KEY UPDATE
    ), removed AS (
      DELETE FROM participants p USING conversation
      WHERE p.conversation_id = conversation.id AND p.user_id = ${userId}::uuid AND ${isAllowed}
      RETURNING p.role
    ), successor AS (
      UPDATE participants p SET role = 'owner'
      WHERE p.conversation_id = ${id}::uuid AND p.user_id = (
        SELECT o.user_id FROM participants o, removed
        WHERE removed.role = 'owner' AND o.conversation_id = ${id}::uuid AND o.user_id <> ${userId}::uuid
        ORDER BY o.role = 'admin' DESC, o.joined_at, o.user_id LIMIT 1
      )
      RETURNING p.user_id
    ), counted AS (
      UPDATE conversations c SET version = ${countedVersion(sql`-1`)}
      WHERE c.id = ${id}::uuid AND EXISTS (SELECT FROM removed)
    )
    SELECT EXISTS (SELECT FROM removed) AS is_removed, (SELECT user_id FROM successor) AS new_owner_id
    FROM participants p WHERE p.conversation_id = ${id}::uuid AND p.user_id = ${userId}::uuid`.execute(
    db.once,
  );
  const [removal] = rows;
  if (!removal) throw new ParticipantNotFound();
  if (!removal.isRemoved) throw new CannotRemoveParticipant();
  return { newOwnerId: removal.newOwnerId, ...(await sizeOf(db, id)) };
}

/**
 * Changes a participant's role. The previous owner becomes an admin when a participant becomes the owner.
 *
 * @returns the participants whose role changed, with their new roles and the group's new version
 * @throws {ConversationNotFound | ParticipantNotFound | DirectConversationIsFixed | OwnerOnly | CannotChangeOwnRole |
 * RateLimited}
 */
export async function changeRole(
  db: Database,
  id: ConversationId,
  { callerId, userId, role }: { callerId: UserId; userId: UserId; role: ParticipantRole },
): Promise<{ userId: UserId; role: ParticipantRole; version: number }[]> {
  const caller = await membership(db, id, callerId);
  if (!caller.isGroupChat) throw new DirectConversationIsFixed();
  if (caller.role !== "owner") throw new OwnerOnly();
  if (userId === callerId) throw new CannotChangeOwnRole();
  await takeAllowance(db, callerId, "participants");
  const { rows } = await sql<{ userId: UserId; role: ParticipantRole; version: number }>`
    WITH conversation AS (
      SELECT c.id FROM conversations c WHERE c.id = ${id}::uuid FOR NO KEY UPDATE
    ), changed AS (
    UPDATE participants p
    SET role = CASE WHEN p.user_id = ${userId}::uuid THEN ${role} ELSE 'admin' END
    FROM conversation
    WHERE p.conversation_id = conversation.id
      AND EXISTS (SELECT FROM participants o WHERE o.conversation_id = p.conversation_id AND o.user_id = ${callerId}::uuid AND o.role = 'owner')
      AND EXISTS (SELECT FROM participants o WHERE o.conversation_id = p.conversation_id AND o.user_id = ${userId}::uuid)
      AND (p.user_id = ${userId}::uuid OR (${role} = 'owner' AND p.user_id = ${callerId}::uuid))
    RETURNING p.user_id, p.role
    ), counted AS (
      UPDATE conversations c SET version = c.version + 1 WHERE c.id = ${id}::uuid AND EXISTS (SELECT FROM changed)
      RETURNING c.version
    )
    SELECT changed.user_id, changed.role, counted.version FROM changed, counted`.execute(db.repeatable);
  if (rows.length === 0) throw new ParticipantNotFound();
  return rows;
}
