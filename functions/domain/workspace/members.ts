import { type RawBuilder, type Selectable, sql } from "kysely";
import type { UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import type { Member, MemberPage, MemberQuery } from "../../../contract/members.ts";
import { searchForm } from "../../../contract/normal-forms.ts";
import type { AssignableRole, WorkspaceRole } from "../../../contract/workspace-roles.ts";
import { columnsOf } from "../../platform/database/columns-of.ts";
import { searchFormOf } from "../../platform/database/search-form.ts";
import type { Database } from "../database.ts";
import { takePage } from "../pages/page.ts";
import type { Schema } from "../schema.ts";
import { type EndedRow, type EndedSessions, endedSessions, usedUpResets } from "../sessions/end.ts";
import { UserNotFound } from "../users/refusals.ts";
import { toUser, userColumns } from "../users/users.ts";
import { LastOwner, WorkspaceAdminsOnly, WorkspaceOwnersOnly } from "./refusals.ts";
import { type Caller, callerRole } from "./roles.ts";

const memberColumns = [...userColumns, "email", "workspaceRole", "deactivatedAt"] as const;
type MemberRow = Pick<Selectable<Schema["users"]>, (typeof memberColumns)[number]>;

const toMember = (row: MemberRow): Member => ({
  ...toUser(row),
  email: row.email,
  workspaceRole: row.workspaceRole,
  deactivatedAt: row.deactivatedAt?.toISOString() ?? null,
});

/** Lists the accounts that contain `query` in a name or address, in the order of their usernames. */
export async function listMembers(db: Database, { query, cursor, limit }: MemberQuery): Promise<MemberPage> {
  const size = limit ?? limits.page.default;
  const matches = query
    ? sql`strpos(
        ${searchFormOf(sql`(u.username || ' ' || coalesce(u.full_name, '') || ' ' || u.email)`)}, ${searchForm(query.trim())}
      ) > 0`
    : sql`true`;
  const { rows } = await sql<MemberRow>`
    SELECT ${columnsOf(sql`u`, memberColumns)} FROM users u
    WHERE u.deleted_at IS NULL AND u.username COLLATE "C" > ${cursor ?? ""} AND ${matches}
    ORDER BY u.username COLLATE "C" LIMIT ${size + 1}`.execute(db.repeatable);
  const page = takePage(rows, size, (last) => last.username);
  return { items: page.rows.map(toMember), nextCursor: page.nextCursor };
}

/**
 * The outcome of a change: the caller's role before it, and the member after it unless the change was refused. A change
 * that ends sessions returns a row for each session and each connection.
 */
type Outcome = { callerRole: WorkspaceRole | null; exists: boolean } & Omit<EndedRow, "userId"> & {
    [column in keyof MemberRow]: MemberRow[column] | null;
  };

const isMemberRow = (row: Outcome | MemberRow): row is MemberRow => row.id !== null;

/** A user, and the caller who changes them. */
export interface MemberChange {
  caller: Caller;
  userId: UserId;
}

interface Change {
  set: RawBuilder<unknown>;
  /** The condition on `caller.role` and user `u`, apart from the rule that protects the last owner. */
  isAllowed: RawBuilder<unknown>;
  /** Whether the change takes the role of an owner away. */
  endsOwnership: boolean;
  /** Whether the change ends all sessions of the user. */
  endsSessions?: boolean;
}

/**
 * Changes one account in one statement, which also checks who may do it.
 *
 * @returns undefined if the statement refused
 */
async function change(
  db: Database,
  { caller, userId }: MemberChange,
  { set, isAllowed, endsOwnership, endsSessions = false }: Change,
): Promise<{ member: Member | undefined; callerRole: WorkspaceRole | null; ended: EndedSessions }> {
  const keepsAnOwner = endsOwnership
    ? sql`(u.workspace_role <> 'owner' OR has_other_owner_v1(u.id))`
    : sql`true`;
  const ended = endsSessions
    ? sql`end_sessions_v1(changed.id, NULL, NULL)`
    : sql`(SELECT NULL::uuid AS session_id, NULL::text AS connection_id)`;
  const { rows } = await sql<Outcome>`
    WITH caller AS (${callerRole(caller)}), changed AS (
      UPDATE users u SET ${set}, updated_at = now() FROM caller
      WHERE u.id = ${userId}::uuid AND u.deleted_at IS NULL AND ${isAllowed} AND ${keepsAnOwner}
      RETURNING ${columnsOf(sql`u`, memberColumns)}
    ), resets AS (${usedUpResets(sql`SELECT id FROM changed WHERE ${endsSessions}`)})
    SELECT ${columnsOf(sql`changed`, memberColumns)}, (SELECT role FROM caller) AS caller_role,
      EXISTS (SELECT FROM users u WHERE u.id = ${userId}::uuid AND u.deleted_at IS NULL) AS "exists",
      ended.session_id, ended.connection_id
    FROM (SELECT 1) one LEFT JOIN changed ON true LEFT JOIN LATERAL ${ended} ended ON true`.execute(
    db.repeatable,
  );
  const [outcome] = rows;
  if (!outcome?.exists) throw new UserNotFound();
  return {
    member: isMemberRow(outcome) ? toMember(outcome) : undefined,
    callerRole: outcome.callerRole,
    ended: endedSessions(userId, rows),
  };
}

/**
 * Changes a user's role in the workspace. Only owners may.
 *
 * @throws {UserNotFound | WorkspaceOwnersOnly | LastOwner}
 */
export async function changeMemberRole(
  db: Database,
  { role, ...who }: MemberChange & { role: AssignableRole },
): Promise<Member> {
  const { member, callerRole } = await change(db, who, {
    set: sql`workspace_role = ${role}`,
    isAllowed: sql`caller.role = 'owner'`,
    endsOwnership: role !== "owner",
  });
  if (member) return member;
  throw callerRole === "owner" ? new LastOwner() : new WorkspaceOwnersOnly();
}

/** Owners may change everyone, and admins only members. */
const isBelow = sql`(caller.role = 'owner' OR (caller.role = 'admin' AND u.workspace_role NOT IN ('owner', 'admin')))`;

function refusal({ callerRole }: { callerRole: WorkspaceRole | null }) {
  if (callerRole === "owner") return new LastOwner();
  return callerRole === "admin" ? new WorkspaceOwnersOnly() : new WorkspaceAdminsOnly();
}

/**
 * Deactivates a user and ends all their sessions, in one statement. A sign-in that races it either waits and fails, or
 * starts a session that ends here. Links that reset the password are used up, and a requested e-mail address is
 * forgotten, so that they do not give a thief the account after a reactivation. Pass `ended` to `Announcements.announceEnded`.
 *
 * @throws {UserNotFound | WorkspaceAdminsOnly | WorkspaceOwnersOnly | LastOwner}
 */
export async function deactivateMember(
  db: Database,
  who: MemberChange,
): Promise<{ member: Member; ended: EndedSessions }> {
  const { member, ended, callerRole } = await change(db, who, {
    set: sql`deactivated_at = coalesce(u.deactivated_at, now()), pending_email = NULL`,
    isAllowed: isBelow,
    endsOwnership: true,
    endsSessions: true,
  });
  if (member) return { member, ended };
  throw refusal({ callerRole });
}

/** Lets a user sign in again. @throws {UserNotFound | WorkspaceAdminsOnly | WorkspaceOwnersOnly} */
export async function reactivateMember(db: Database, who: MemberChange): Promise<Member> {
  const outcome = await change(db, who, {
    set: sql`deactivated_at = NULL`,
    isAllowed: isBelow,
    endsOwnership: false,
  });
  if (outcome.member) return outcome.member;
  throw refusal(outcome);
}
