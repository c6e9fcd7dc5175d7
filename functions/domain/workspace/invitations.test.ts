import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { ConversationId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import { db, newOwner } from "../../../tests/support/domain.ts";
import { uniqueName } from "../../../tests/support/people.ts";
import { getAccount } from "../accounts/accounts.ts";
import { createInvitation, listInvitations, revokeInvitation } from "./invitations.ts";

test("An owner sends a limited number of invitations by e-mail, also if each one is revoked, and any number of links", async () => {
  const owner = await newOwner();
  const invite = (email?: string) => createInvitation(db, owner, { role: "member", ...(email && { email }) });
  const address = () => `${uniqueName()}@example.com`;
  await revokeInvitation(db, owner, (await invite(address())).id);
  await sql`
    UPDATE allowances SET tokens_left = 0, refilled_at = now()
    WHERE user_id = ${owner}::uuid AND kind = 'invitations'`.execute(db.once);
  await expect(invite(address())).rejects.toMatchObject({ code: "rate-limited" });
  expect((await invite()).code).not.toBeNull();
});

test("An invitation to an unknown group or to a taken address is refused, as are too many to one address", async () => {
  const owner = await newOwner();
  const refusalOf = (invitation: { email?: string; conversationIds?: ConversationId[] }) =>
    createInvitation(db, owner, { role: "member", ...invitation }).then(
      () => undefined,
      (error: { code: unknown }) => error.code,
    );
  const nowhere = ConversationId.parse(randomUUID());
  expect(await refusalOf({ conversationIds: [nowhere] })).toBe("conversation-not-found");
  const { email: taken } = await getAccount(db, owner);
  expect(await refusalOf({ email: taken.toUpperCase() })).toBe("email-taken");
  const email = `${uniqueName()}@example.com`;
  const refusals = [];
  for (let count = 0; count <= limits.mailsPerHour; count++) refusals.push(await refusalOf({ email }));
  expect(refusals).toEqual([...Array.from({ length: limits.mailsPerHour }), "rate-limited"]);
});

test("The pages of the list of invitations contain each open invitation once, the newest first", async () => {
  const owner = await newOwner();
  const first = await createInvitation(db, owner, { role: "member" });
  const revoked = await createInvitation(db, owner, { role: "member" });
  const last = await createInvitation(db, owner, { role: "member" });
  await revokeInvitation(db, owner, revoked.id);
  const listed = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await listInvitations(db, { limit: 1, ...(cursor !== undefined && { cursor }) });
    expect(page.items.length).toBeLessThanOrEqual(1);
    listed.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  const own = listed.filter((id) => [first.id, revoked.id, last.id].includes(id));
  expect(own).toEqual([last.id, first.id]);
});
