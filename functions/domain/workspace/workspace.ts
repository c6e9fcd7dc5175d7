import { type Selectable, sql } from "kysely";
import type { UserId } from "../../../contract/ids.ts";
import type { SetSignUp, SignUpRule, UpdateWorkspace, Workspace } from "../../../contract/workspace.ts";
import type { Database } from "../database.ts";
import type { Schema } from "../schema.ts";
import { WorkspaceAdminsOnly, WorkspaceOwnersOnly } from "./refusals.ts";
import { type Caller, callerRole } from "./roles.ts";

const columnNames = [
  "name",
  "signUpRule",
  "signUpDomains",
  "setUpAt",
  "keepsVersions",
  "wideMentionRule",
  "wideMentionsAbove",
  "linkPreviews",
  "emojiRule",
  "missedMails",
] as const;
type Row = Pick<Selectable<Schema["workspace"]>, (typeof columnNames)[number]>;

const columns = sql.join(columnNames.map((column) => sql.ref(`w.${column}`)));

const toWorkspace = ({
  name,
  signUpRule,
  signUpDomains,
  setUpAt,
  keepsVersions,
  ...row
}: Row): Workspace => ({
  name,
  signUpRule,
  domains: signUpRule === "domains" ? signUpDomains : [],
  isSetUp: setUpAt !== null,
  keepsVersions,
  wideMentions: { rule: row.wideMentionRule, above: row.wideMentionsAbove },
  linkPreviews: row.linkPreviews,
  emojiRule: row.emojiRule,
  missedMails: row.missedMails,
});

/**
 * Creates the workspace, unless it exists. If there are accounts from earlier releases, the migration has made the
 * oldest one the owner.
 *
 * @param firstRule  the sign-up rule of a new workspace
 */
export async function createWorkspace(
  db: Pick<Database, "repeatable">,
  firstRule: SignUpRule,
): Promise<void> {
  await sql`
    INSERT INTO workspace (sign_up_rule, set_up_at)
    SELECT ${firstRule}, (SELECT now() WHERE EXISTS (SELECT FROM users u WHERE u.workspace_role = 'owner'))
    ON CONFLICT DO NOTHING`.execute(db.repeatable);
}

export async function getWorkspace(db: Database): Promise<Workspace> {
  const { rows } = await sql<Row>`SELECT ${columns} FROM workspace w`.execute(db.repeatable);
  const [row] = rows;
  if (!row) throw new Error("The database has no workspace. The migrate function creates it.");
  return toWorkspace(row);
}

/**
 * Changes the name of the workspace, its rules for mentions of many people, emoji and e-mails about missed messages, and
 * link previews.
 *
 * @throws {WorkspaceAdminsOnly}
 */
export async function updateWorkspace(
  db: Database,
  callerId: UserId,
  { name, wideMentions, linkPreviews, emojiRule, missedMails }: UpdateWorkspace,
): Promise<Workspace> {
  const { rule, above } = wideMentions ?? {};
  const { rows } = await sql<Row>`
    UPDATE workspace w SET name = coalesce(${name ?? null}, w.name),
      wide_mention_rule = coalesce(${rule ?? null}, w.wide_mention_rule),
      wide_mentions_above = coalesce(${above ?? null}::bigint, w.wide_mentions_above),
      link_previews = coalesce(${linkPreviews ?? null}::boolean, w.link_previews),
      emoji_rule = coalesce(${emojiRule ?? null}, w.emoji_rule),
      missed_mails = coalesce(${missedMails ?? null}, w.missed_mails)
    FROM (${callerRole(callerId)}) caller WHERE caller.role IN ('owner', 'admin')
    RETURNING ${columns}`.execute(db.repeatable);
  const [row] = rows;
  if (!row) throw new WorkspaceAdminsOnly();
  return toWorkspace(row);
}

/** Changes who can create an account. Takes effect between two registrations. @throws {WorkspaceOwnersOnly} */
export async function setSignUp(db: Database, caller: Caller, request: SetSignUp): Promise<Workspace> {
  const domains = request.rule === "domains" ? [...new Set(request.domains)] : [];
  const { rows } = await sql<Row>`
    UPDATE workspace w SET sign_up_rule = ${request.rule}, sign_up_domains = ${JSON.stringify(domains)}::jsonb
    FROM (${callerRole(caller)}) caller WHERE caller.role = 'owner'
    RETURNING ${columns}`.execute(db.repeatable);
  const [row] = rows;
  if (!row) throw new WorkspaceOwnersOnly();
  return toWorkspace(row);
}

/**
 * Decides whether the workspace keeps and shows earlier versions of edited messages. The cleanup function removes those
 * that it no longer keeps.
 *
 * @throws {WorkspaceOwnersOnly}
 */
export async function setKeptVersions(
  db: Database,
  callerId: UserId,
  keepsVersions: boolean,
): Promise<Workspace> {
  const { rows } = await sql<Row>`
    UPDATE workspace w SET keeps_versions = ${keepsVersions}
    FROM (${callerRole(callerId)}) caller WHERE caller.role = 'owner'
    RETURNING ${columns}`.execute(db.repeatable);
  const [row] = rows;
  if (!row) throw new WorkspaceOwnersOnly();
  return toWorkspace(row);
}
