import { sql } from "kysely";
import { expect, test } from "vitest";
import { db, newUser } from "../../../tests/support/domain.ts";
import { uniqueName } from "../../../tests/support/people.ts";
import { createInvitation, revokeInvitation } from "./invitations.ts";

test("An owner sends a limited number of invitations by e-mail, also if each one is revoked, and any number of links", async () => {
  const owner = await newUser("owner");
  await sql`UPDATE users SET workspace_role = 'owner' WHERE id = ${owner}::uuid`.execute(db.once);
  const invite = (email?: string) => createInvitation(db, owner, { role: "member", ...(email && { email }) });
  const address = () => `${uniqueName()}@example.com`;
  await revokeInvitation(db, owner, (await invite(address())).id);
  await sql`
    UPDATE allowances SET tokens_left = 0, refilled_at = now()
    WHERE user_id = ${owner}::uuid AND kind = 'invitations'`.execute(db.once);
  await expect(invite(address())).rejects.toMatchObject({ code: "rate-limited" });
  expect((await invite()).code).not.toBeNull();
});
