import { type RawBuilder, sql } from "kysely";
import type { AccessRule } from "../../../contract/access-rules.ts";
import type { UserId } from "../../../contract/ids.ts";
import type { WorkspaceRole } from "../../../contract/workspace-roles.ts";
import type { Refusal } from "../../platform/problems/refusal.ts";
import type { Database } from "../database.ts";
import { WorkspaceAdminsOnly, WorkspaceOwnersOnly } from "./refusals.ts";

/** The condition that user `u` is neither deleted nor deactivated. */
export const isActive = sql<boolean>`u.deleted_at IS NULL AND u.deactivated_at IS NULL`;

/** The operator of the deployment, who acts without an account and with the rights of an owner. */
export const operator = Symbol("operator");

/** The author of a change: a user or the operator. */
export type Caller = UserId | typeof operator;

/**
 * Selects the role of the caller, or nothing if the caller is no longer active. Writes contain it, so that a caller who
 * loses the role at the same time can no longer use it.
 */
export const callerRole = (caller: Caller): RawBuilder<{ role: WorkspaceRole }> =>
  caller === operator
    ? sql`SELECT 'owner' AS role`
    : sql`SELECT role FROM workspace_role_v1(${caller}::uuid) role WHERE role IS NOT NULL`;

/** The refusal of a caller whose role a rule does not name. */
export const refusalOf = (rule: AccessRule): Refusal =>
  rule.includes("admin") ? new WorkspaceAdminsOnly() : new WorkspaceOwnersOnly();

/**
 * Requires that the caller has one of a rule's roles at this moment.
 *
 * @throws {WorkspaceAdminsOnly | WorkspaceOwnersOnly}
 */
export async function requireRole(db: Database, callerId: UserId, rule: AccessRule): Promise<void> {
  const { rows } = await sql<{ role: WorkspaceRole }>`
    SELECT u.workspace_role AS role FROM users u WHERE u.id = ${callerId}::uuid AND ${isActive}`.execute(
    db.repeatable,
  );
  const [caller] = rows;
  if (!caller || !rule.includes(caller.role)) throw refusalOf(rule);
}
