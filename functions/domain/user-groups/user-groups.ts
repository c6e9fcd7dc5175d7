import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import { UserGroupId, type UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import type {
  NewUserGroup,
  UpdateUserGroup,
  UserGroup,
  UserGroupWithMembers,
} from "../../../contract/user-groups.ts";
import { reservedNames } from "../../../contract/wide-mentions.ts";
import { takeAllowance } from "../allowances.ts";
import type { Database } from "../database.ts";
import { userIdsIn } from "../users/user-ids.ts";
import { toUser, type UserRow, userColumns } from "../users/users.ts";
import { WorkspaceAdminsOnly } from "../workspace/refusals.ts";
import {
  HandleTaken,
  TooManyGroupsOfUser,
  TooManyUserGroups,
  UnknownMembers,
  UserGroupNotFound,
} from "./refusals.ts";

interface GroupRow {
  id: UserGroupId;
  handle: string;
  name: string;
  description: string;
  memberCount: number;
}

/** Selects a `GroupRow` from user group `g`. */
const columns = sql`g.id, g.handle, g.name, g.description,
  (SELECT count(*) FROM user_group_members m WHERE m.group_id = g.id) AS member_count`;

const toUserGroup = ({ id, handle, name, description, memberCount }: GroupRow): UserGroup => ({
  id,
  handle,
  name,
  ...(description && { description }),
  memberCount,
});

/** Lists all user groups of the workspace, in the order of their handles. */
export async function listUserGroups(db: Database): Promise<UserGroup[]> {
  const { rows } = await sql<GroupRow>`
    SELECT ${columns} FROM user_groups g
    ORDER BY g.handle COLLATE "C" LIMIT ${limits.userGroups.count}`.execute(db.repeatable);
  return rows.map(toUserGroup);
}

/** Returns a user group with its members. @throws {UserGroupNotFound} */
export async function getUserGroup(db: Database, handle: string): Promise<UserGroupWithMembers> {
  const { rows } = await sql<GroupRow>`
    SELECT ${columns} FROM user_groups g WHERE g.handle = ${handle}`.execute(db.repeatable);
  const [group] = rows;
  if (!group) throw new UserGroupNotFound();
  const members = await sql<UserRow>`
    SELECT ${sql.join(userColumns.map((column) => sql.ref(`u.${column}`)))}
    FROM user_group_members m JOIN users u ON u.id = m.user_id
    WHERE m.group_id = ${group.id}::uuid
    ORDER BY u.username COLLATE "C" LIMIT ${limits.userGroups.members}`.execute(db.repeatable);
  return { ...toUserGroup(group), members: members.rows.map(toUser) };
}

interface OutcomeRow {
  outcome:
    | "saved"
    | "deleted"
    | "admins only"
    | "no such group"
    | "too many groups"
    | "handle taken"
    | "unknown users"
    | "too many of a user";
  changed: string;
}

const refusals = {
  "admins only": WorkspaceAdminsOnly,
  "no such group": UserGroupNotFound,
  "too many groups": TooManyUserGroups,
  "handle taken": HandleTaken,
  "unknown users": UnknownMembers,
  "too many of a user": TooManyGroupsOfUser,
};

/** Returns the users whose groups have changed. */
function changedBy([row]: readonly OutcomeRow[]): UserId[] {
  if (!row) throw new Error("The database function returned no row");
  if (row.outcome !== "saved" && row.outcome !== "deleted") throw new refusals[row.outcome]();
  return userIdsIn(row.changed);
}

/** A change of a user group with its current handle. Without a handle, the group is new. */
interface Saving extends UpdateUserGroup {
  callerId: UserId;
  present: string | null;
}

async function save(db: Database, { callerId, present, ...change }: Saving): Promise<UserId[]> {
  const { handle, name, description, memberIds } = change;
  if (handle !== undefined && handle !== present && reservedNames.includes(handle)) throw new HandleTaken();
  await takeAllowance(db, callerId, "changes");
  const { count, ofUser } = limits.userGroups;
  const { rows } = await sql<OutcomeRow>`
    SELECT outcome, changed FROM save_user_group_v1(
      ${callerId}::uuid, ${present}, ${UserGroupId.parse(uuidv7())}::uuid, ${handle ?? null}, ${name ?? null},
      ${description === null ? "" : (description ?? null)}, ${memberIds ? JSON.stringify(memberIds) : null},
      ${count}, ${ofUser}
    )`.execute(db.once);
  return changedBy(rows);
}

/** A user group after a change, and the users whose groups have changed. */
export interface SavedUserGroup {
  group: UserGroupWithMembers;
  changed: UserId[];
}

/**
 * Creates a user group. Only owners and admins may.
 *
 * @throws {WorkspaceAdminsOnly | TooManyUserGroups | HandleTaken | UnknownMembers | TooManyGroupsOfUser | RateLimited}
 */
export async function createUserGroup(
  db: Database,
  callerId: UserId,
  group: NewUserGroup,
): Promise<SavedUserGroup> {
  const changed = await save(db, { callerId, present: null, ...group });
  return { group: await getUserGroup(db, group.handle), changed };
}

/**
 * Changes a user group. Only owners and admins may.
 *
 * @throws {WorkspaceAdminsOnly | UserGroupNotFound | HandleTaken | UnknownMembers | TooManyGroupsOfUser | RateLimited}
 */
export async function updateUserGroup(
  db: Database,
  { callerId, handle }: { callerId: UserId; handle: string },
  change: UpdateUserGroup,
): Promise<SavedUserGroup> {
  const changed = await save(db, { callerId, present: handle, ...change });
  return { group: await getUserGroup(db, change.handle ?? handle), changed };
}

/** Deletes a user group. @returns its former members @throws {WorkspaceAdminsOnly | UserGroupNotFound} */
export async function deleteUserGroup(
  db: Database,
  { callerId, handle }: { callerId: UserId; handle: string },
): Promise<UserId[]> {
  const { rows } = await sql<OutcomeRow>`
    SELECT outcome, changed FROM delete_user_group_v1(${callerId}::uuid, ${handle})`.execute(db.once);
  return changedBy(rows);
}
