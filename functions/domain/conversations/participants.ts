import { sql } from "kysely";
import type { ConversationId, UserId } from "../../../contract/ids.ts";
import { allowances, limits } from "../../../contract/limits.ts";
import {
  type Participant,
  type ParticipantPage,
  type ParticipantRole,
  type ParticipantsQuery,
  usernameMark,
} from "../../../contract/participants.ts";
import { idList } from "../../platform/database/id-list.ts";
import type { Database } from "../database.ts";
import { takePage } from "../pages/page.ts";
import { containsAll, nameFormOf, wordsOf } from "../users/name-search.ts";
import { toUser, type UserRow } from "../users/users.ts";
import { type GroupSize, sizeColumns } from "./group-size.ts";
import { requireParticipant } from "./membership.ts";
import {
  CannotChangeOwnRole,
  CannotRemoveParticipant,
  ConversationNotFound,
  GroupFull,
  UnknownUsers,
} from "./refusals.ts";
import { refuseGroupChange } from "./refuse-group-change.ts";

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

/** The end of a page of participants: a user's place in the order of the list. */
const placeOf = ({ id, username }: ParticipantRow, isByUsername: boolean): string =>
  isByUsername ? usernameMark + username : id;

/**
 * Lists participants in the order of their ids or usernames.
 *
 * Cost: a page in the order of ids reads its own rows. One in the order of usernames joins and sorts all participants.
 *
 * @throws {ConversationNotFound}
 */
export async function listParticipants(
  db: Database,
  id: ConversationId,
  callerId: UserId,
  { limit = limits.page.default, cursor, order, hasRead = 0, query }: ParticipantsQuery,
): Promise<ParticipantPage> {
  await requireParticipant(db, id, callerId);
  const words = query === undefined ? undefined : wordsOf(query);
  if (words?.length === 0) return { items: [], nextCursor: null };
  const isByUsername = cursor ? cursor.startsWith(usernameMark) : order === "username";
  const afterCursor = isByUsername
    ? sql`u.username ~>~ ${cursor?.slice(usernameMark.length)}`
    : sql`p.user_id > ${cursor}::uuid`;
  const { rows } = await sql<ParticipantRow>`
    SELECT ${participantColumns} FROM participants p JOIN users u ON u.id = p.user_id
    WHERE p.conversation_id = ${id}::uuid AND p.last_read_seq >= ${hasRead}
      AND ${words ? isNamed(words) : sql`true`}
      AND ${cursor ? afterCursor : sql`true`}
    ORDER BY ${isByUsername ? sql`u.username USING ~<~` : sql`p.user_id`} LIMIT ${limit + 1}`.execute(
    db.repeatable,
  );
  const page = takePage(rows, limit, (last) => placeOf(last, isByUsername));
  return { items: page.rows.map(toParticipant), nextCursor: page.nextCursor };
}

/** The condition that the name of user `u` contains all words. The index of names has no single letters. */
const isNamed = (words: readonly string[]) =>
  words.every((word) => [...word].length < 2)
    ? containsAll(nameFormOf("u"), words)
    : sql`p.user_id IN (SELECT named.id FROM users named WHERE ${containsAll(nameFormOf("named"), words)} OFFSET 0)`;

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
  // Read before the addition, which may run again after a lost answer.
  const newIds = await withoutParticipants(db, id, ids);
  await insertParticipants(db, { id, callerId, ids, maximum });
  const added = await sql<ParticipantRow>`
    SELECT ${participantColumns} FROM ${idList(newIds)} listed
    JOIN participants p ON p.conversation_id = ${id}::uuid AND p.user_id = listed.id
    JOIN users u ON u.id = p.user_id
    ORDER BY listed.position`.execute(db.repeatable);
  return added.rows.map(toParticipant);
}

interface Addition {
  id: ConversationId;
  callerId: UserId;
  ids: readonly UserId[];
  maximum: number;
}

/** Stores the users as participants, if the caller may add them at this moment. */
async function insertParticipants(db: Database, { id, callerId, ids, maximum }: Addition): Promise<void> {
  const { burst, perSecond } = allowances.participants;
  const { rows } = await sql<{
    outcome: "added" | "direct" | "admins only" | "archived" | "unknown users" | "full" | "too fast";
    retryAfter: number;
    unknown: number[];
  }>`
    SELECT outcome, retry_after, unknown FROM add_participants_v1(
      ${id}::uuid, ${callerId}::uuid, ${JSON.stringify(ids)}, ${maximum}, ${limits.announcedParticipants},
      ${burst}::float8, ${perSecond}::float8
    )`.execute(db.repeatable);
  const [row] = rows;
  if (!row) throw new ConversationNotFound();
  refuseGroupChange(row);
  if (row.outcome === "unknown users") throw new UnknownUsers(row.unknown);
  if (row.outcome === "full") throw new GroupFull(maximum);
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

interface RemovalOf {
  callerId: UserId;
  userId: UserId;
  /** Whether the removal counts towards the caller's allowance. */
  isLimited?: boolean;
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
  { callerId, userId, isLimited = true }: RemovalOf,
): Promise<Removal> {
  const { burst, perSecond } = isLimited ? allowances.participants : { burst: null, perSecond: null };
  const { rows } = await sql<
    Removal & {
      outcome: "removed" | "direct" | "no such participant" | "not allowed" | "too fast";
      retryAfter: number;
    }
  >`
    SELECT outcome, retry_after, new_owner_id, kind, participant_count, version FROM remove_participant_v1(
      ${id}::uuid, ${callerId}::uuid, ${userId}::uuid, ${limits.announcedParticipants},
      ${burst}::float8, ${perSecond}::float8
    )`.execute(db.once);
  const [row] = rows;
  if (!row) throw new ConversationNotFound();
  refuseGroupChange(row);
  const { outcome, retryAfter: _, ...removal } = row;
  if (outcome === "not allowed") throw new CannotRemoveParticipant();
  return removal;
}

/** A participant's new role, and the version of the group. */
export interface ChangedRole {
  userId: UserId;
  role: ParticipantRole;
  version: number;
}

/**
 * Changes a participant's role. The previous owner becomes an admin when a participant becomes the owner.
 *
 * @returns the participants whose role changed
 * @throws {ConversationNotFound | ParticipantNotFound | DirectConversationIsFixed | OwnerOnly | CannotChangeOwnRole |
 * RateLimited}
 */
export async function changeRole(
  db: Database,
  id: ConversationId,
  { callerId, userId, role }: { callerId: UserId; userId: UserId; role: ParticipantRole },
): Promise<ChangedRole[]> {
  const { burst, perSecond } = allowances.participants;
  const { rows } = await sql<
    ChangedRole & {
      outcome: "changed" | "direct" | "owner only" | "own role" | "no such participant" | "too fast";
      retryAfter: number;
    }
  >`
    SELECT outcome, retry_after, user_id, role, version FROM change_role_v1(
      ${id}::uuid, ${callerId}::uuid, ${userId}::uuid, ${role}, ${burst}::float8, ${perSecond}::float8
    )`.execute(db.once);
  const [first] = rows;
  if (!first) throw new ConversationNotFound();
  refuseGroupChange(first);
  if (first.outcome === "own role") throw new CannotChangeOwnRole();
  return rows.map(({ userId: changed, role: newRole, version }) => ({
    userId: changed,
    role: newRole,
    version,
  }));
}
