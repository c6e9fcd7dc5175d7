import { type Kysely, sql } from "kysely";
import { expect, test } from "vitest";
import type { UserId } from "../../../contract/ids.ts";
import { afterWaitingFor, db, newUsers } from "../../../tests/support/domain.ts";
import type { Schema } from "../schema.ts";
import { createInvitation, revokeInvitation } from "./invitations.ts";
import { changeMemberRole, deactivateMember, reactivateMember } from "./members.ts";
import { setKeptVersions, setSignUp, updateWorkspace } from "./workspace.ts";

const setRole = (on: Kysely<Schema>, userId: UserId, role: string) =>
  sql`UPDATE users SET workspace_role = ${role}, updated_at = now() WHERE id = ${userId}::uuid`.execute(on);

test.each([
  [
    "changes a role",
    (caller: UserId, userId: UserId) => changeMemberRole(db, { caller, userId, role: "admin" }),
  ],
  ["deactivates anyone", (caller: UserId, userId: UserId) => deactivateMember(db, { caller, userId })],
  ["reactivates anyone", (caller: UserId, userId: UserId) => reactivateMember(db, { caller, userId })],
  ["changes the workspace", (caller: UserId) => updateWorkspace(db, caller, {})],
  ["changes the sign-up rule", (caller: UserId) => setSignUp(db, caller, { rule: "open" })],
  ["decides about versions", (caller: UserId) => setKeptVersions(db, caller, true)],
  ["invites anyone", (caller: UserId) => createInvitation(db, caller, { role: "member" })],
])("An owner who loses the role meanwhile no longer %s", async (_, change) => {
  const { ada, ben } = await newUsers();
  await setRole(db.once, ada, "owner");
  const demoted = async (transaction: Kysely<Schema>) => {
    await sql`SELECT 1 AS one FROM workspace FOR NO KEY UPDATE`.execute(transaction);
    await setRole(transaction, ada, "member");
    await setRole(transaction, ben, "member");
  };
  const outcome = await afterWaitingFor<unknown>(demoted, () => change(ada, ben));
  expect(outcome).toMatchObject({
    status: "rejected",
    reason: { code: expect.stringMatching(/^workspace-(owners|admins)-only$/) },
  });
});

test("An owner who loses the role meanwhile no longer revokes an invitation", async () => {
  const { ada } = await newUsers();
  await setRole(db.once, ada, "owner");
  const { id } = await createInvitation(db, ada, { role: "member" });
  const demoted = async (transaction: Kysely<Schema>) => {
    await sql`SELECT 1 AS one FROM workspace FOR NO KEY UPDATE`.execute(transaction);
    await sql`UPDATE invitations SET uses = uses WHERE id = ${id}::uuid`.execute(transaction);
    await setRole(transaction, ada, "member");
  };
  const outcome = await afterWaitingFor(demoted, () => revokeInvitation(db, ada, id));
  expect(outcome).toMatchObject({ status: "rejected", reason: { code: "invitation-not-found" } });
});
