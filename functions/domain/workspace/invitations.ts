import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { InvitationId, UserId } from "../../../contract/ids.ts";
import type {
  CreatedInvitation,
  Invitation,
  InvitationPage,
  InvitationPreview,
  NewInvitation,
} from "../../../contract/invitations.ts";
import { limits } from "../../../contract/limits.ts";
import type { PageQuery } from "../../../contract/pages.ts";
import { times } from "../../../contract/times.ts";
import type { WorkspaceRole } from "../../../contract/workspace-roles.ts";
import { caseless } from "../../platform/database/caseless.ts";
import { idList } from "../../platform/database/id-list.ts";
import { RateLimited } from "../../platform/problems/refusals.ts";
import { hashOf, randomToken } from "../../platform/random-token.ts";
import { EmailTaken } from "../accounts/refusals.ts";
import { takeAllowance } from "../allowances.ts";
import { ConversationNotFound } from "../conversations/refusals.ts";
import type { Database } from "../database.ts";
import { guessesFrom, guessing } from "../guesses/guess-limit.ts";
import { takePage } from "../pages/page.ts";
import { placeAt, timeCursor } from "../pages/time-cursor.ts";
import {
  InvitationInvalid,
  InvitationNotFound,
  TooManyInvitations,
  WorkspaceAdminsOnly,
  WorkspaceOwnersOnly,
} from "./refusals.ts";
import { callerRole } from "./roles.ts";

type InvitationRow = Omit<Invitation, "createdAt" | "expiresAt"> & { createdAt: Date; expiresAt: Date };

const columnNames = [
  "id",
  "role",
  "email",
  "createdAt",
  "expiresAt",
  "maxUses",
  "uses",
  "conversationIds",
  "createdBy",
] as const satisfies readonly (keyof InvitationRow)[];

/** Selects an `InvitationRow` from invitation `i` and its author. */
const columns = sql`i.id, i.role, i.email, i.created_at, i.expires_at, i.max_uses, i.uses, i.conversation_ids,
  (SELECT u.username FROM users u WHERE u.id = i.created_by) AS created_by`;

const toInvitation = (row: InvitationRow): Invitation => ({
  id: row.id,
  role: row.role,
  email: row.email,
  createdAt: row.createdAt.toISOString(),
  createdBy: row.createdBy,
  expiresAt: row.expiresAt.toISOString(),
  maxUses: row.maxUses,
  uses: row.uses,
  conversationIds: row.conversationIds,
});

/** The condition that invitation `i` is an owner's or admin's and still works. */
const isOpen = sql`i.kind IN ('link', 'email') AND i.revoked_at IS NULL AND i.expires_at > now() AND i.uses < i.max_uses`;

/** Lists the invitations that still work, the newest first. */
export async function listInvitations(
  db: Database,
  { cursor, limit = limits.page.default }: PageQuery,
): Promise<InvitationPage> {
  const { rows } = await sql<InvitationRow>`
    SELECT ${columns} FROM invitations i
    WHERE ${isOpen} AND ${cursor ? sql`(i.created_at, i.id) < ${placeAt(cursor)}` : sql`true`}
    ORDER BY i.created_at DESC, i.id DESC LIMIT ${limit + 1}`.execute(db.repeatable);
  const page = takePage(rows, limit, (last) => timeCursor(last.createdAt, last.id));
  return { items: page.rows.map(toInvitation), nextCursor: page.nextCursor };
}

/** Why an invitation was not created. */
interface Obstacles {
  callerRole: WorkspaceRole | null;
  isTaken: boolean;
  isTooOften: boolean;
  areGroupsKnown: boolean;
}

function refusal({ callerRole, isTaken, isTooOften, areGroupsKnown }: Obstacles) {
  if (callerRole === "member" || callerRole === null) return new WorkspaceAdminsOnly();
  if (!areGroupsKnown) return new ConversationNotFound();
  if (isTaken) return new EmailTaken();
  if (isTooOften) return new RateLimited(60 * 60);
  return undefined;
}

/**
 * Creates an invitation. Owners may invite members and admins, and admins may invite members. An invitation to an
 * address works once, and gets its code when the mail function sends it.
 *
 * @throws {WorkspaceAdminsOnly | WorkspaceOwnersOnly | ConversationNotFound | EmailTaken | RateLimited |
 * TooManyInvitations}
 */
export async function createInvitation(
  db: Database,
  callerId: UserId,
  { role, email, expiresInDays, maxUses, conversationIds = [] }: NewInvitation,
): Promise<CreatedInvitation> {
  if (email !== undefined) await takeAllowance(db, callerId, "invitations");
  const code = email === undefined ? randomToken() : null;
  const address = email ?? null;
  const groups = [...new Set(conversationIds)];
  const { rows } = await sql<Obstacles & { [column in keyof InvitationRow]: InvitationRow[column] | null }>`
    WITH caller AS (${callerRole(callerId)}), obstacles AS (
      SELECT (SELECT caller.role FROM caller) AS caller_role,
        EXISTS (SELECT FROM users u WHERE ${caseless(sql`u.email`)} = ${caseless(sql`${address}`)}) AS is_taken,
        (
          SELECT count(*) FROM invitations i
          WHERE ${caseless(sql`i.email`)} = ${caseless(sql`${address}`)} AND i.created_at > now() - interval '1 hour'
        ) >= ${limits.mailsPerHour}::integer AS is_too_often,
        NOT EXISTS (
          SELECT FROM ${idList(groups)} listed
          LEFT JOIN participants p ON p.conversation_id = listed.id AND p.user_id = ${callerId}::uuid
          LEFT JOIN conversations c ON c.id = p.conversation_id AND c.is_group_chat
          WHERE c.id IS NULL OR (c.admins_only AND p.role = 'member')
        ) AS are_groups_known
    ), inserted AS (
      INSERT INTO invitations AS i
        (id, code_hash, kind, role, email, conversation_ids, created_by, expires_at, max_uses)
      SELECT ${uuidv7()}::uuid, ${code === null ? null : hashOf(code)}, ${email === undefined ? "link" : "email"},
        ${role}, ${address}, ${JSON.stringify(groups)}::jsonb, ${callerId}::uuid,
        now() + ${expiresInDays ?? times.invitationDays.default}::integer * interval '1 day',
        ${email === undefined ? (maxUses ?? limits.invitation.uses.default) : 1}::integer
      FROM obstacles o
      WHERE (o.caller_role = 'owner' OR (o.caller_role = 'admin' AND ${role} = 'member'))
        AND NOT o.is_taken AND NOT o.is_too_often AND o.are_groups_known
        AND count_invitations_v1() < ${limits.invitation.open}
      RETURNING ${columns}
    )
    SELECT obstacles.caller_role, obstacles.is_taken, obstacles.is_too_often, obstacles.are_groups_known,
      ${sql.join(columnNames.map((column) => sql.ref(`inserted.${column}`)))}
    FROM obstacles LEFT JOIN inserted ON true`.execute(db.once);
  const [row] = rows;
  if (!row) throw new WorkspaceAdminsOnly();
  if (isInvitation(row)) return { ...toInvitation(row), code };
  throw (
    refusal(row) ??
    (row.callerRole === "admin" && role !== "member" ? new WorkspaceOwnersOnly() : new TooManyInvitations())
  );
}

const isInvitation = (
  row: InvitationRow | { [column in keyof InvitationRow]: InvitationRow[column] | null },
): row is InvitationRow => row.id !== null;

/** Revokes an invitation. @throws {InvitationNotFound} also if the caller may no longer invite */
export async function revokeInvitation(db: Database, callerId: UserId, id: InvitationId): Promise<void> {
  const { rows } = await sql`
    UPDATE invitations i SET revoked_at = now() FROM (${callerRole(callerId)}) caller
    WHERE i.id = ${id}::uuid AND ${isOpen} AND caller.role IN ('owner', 'admin')
    RETURNING i.id`.execute(db.once);
  if (rows.length === 0) throw new InvitationNotFound();
}

/**
 * Looks an invitation up by its code. A wrong code counts as a guess from the caller's IP address.
 *
 * @throws {InvitationInvalid | TooManyGuesses}
 */
export async function previewInvitation(
  db: Database,
  code: string,
  address: string,
): Promise<InvitationPreview> {
  const row = await guessing(db, guessesFrom(address, "invitations"), async () => {
    const { rows } = await sql<Omit<InvitationPreview, "expiresAt"> & { expiresAt: Date }>`
      SELECT w.name AS workspace_name, i.role, i.email, i.expires_at
      FROM usable_invitation_v1(${hashOf(code)}) i CROSS JOIN workspace w`.execute(db.repeatable);
    return rows[0];
  });
  if (!row) throw new InvitationInvalid();
  return { ...row, expiresAt: row.expiresAt.toISOString() };
}

/** Issues a link whose first user becomes an owner. It replaces the setup links before it. @returns its code */
export async function issueSetupCode(db: Database): Promise<string> {
  const code = randomToken();
  await sql`
    WITH replaced AS (
      UPDATE invitations SET revoked_at = now() WHERE kind = 'setup' AND revoked_at IS NULL
    )
    INSERT INTO invitations (id, code_hash, kind, role, expires_at, max_uses)
    VALUES (${uuidv7()}::uuid, ${hashOf(code)}, 'setup', 'owner',
      now() + ${times.setupLinkHours}::integer * interval '1 hour', 1)`.execute(db.once);
  return code;
}

/** Removes invitations that expired a month ago. Until then their rows count towards the limits of e-mails. */
export async function removeOldInvitations(db: Database): Promise<void> {
  await sql`DELETE FROM invitations WHERE expires_at < now() - interval '30 days'`.execute(db.repeatable);
}
