import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { CreatedInvitation } from "../../contract/invitations.ts";
import { limits } from "../../contract/limits.ts";
import { hashOf } from "../../functions/platform/random-token.ts";
import type { RunningStack } from "../../localstack/stack.ts";
import { firstOwner, password, withDatabase } from "../support/accounts.ts";
import { adminPool } from "../support/admin-pool.ts";
import { eventually } from "../support/eventually.ts";
import { listMails, parseLink, waitForMail } from "../support/mails.ts";
import { withStack } from "../support/own-stack.ts";
import { newPerson, newPersonWithRole, Person, request, signIn, uniqueName } from "../support/people.ts";

/** Runs a test in a workspace that only invited people can join. */
const withClosedWorkspace = (use: (stack: RunningStack, owner: Person) => Promise<void>) =>
  withStack(async (stack) => {
    const owner = await signIn(stack.url, firstOwner);
    await owner.call("setSignUp", { body: { rule: "invited" } });
    await use(stack, owner);
  });

const invite = (by: Person, body: object = {}) =>
  by.call("createInvitation", { body: { role: "member", ...body } });

const register = (stack: RunningStack, invitation: string | null, email?: string) => {
  const username = uniqueName();
  const body = { username, email: email ?? `${username}@example.com`, password, invitation };
  return request(stack.url, "register", { body });
};

const lookUp = (stack: RunningStack, code: string | null) =>
  request(stack.url, "lookUpInvitation", { body: { code } });

/** Whether an invitation still works. */
const works = async (stack: RunningStack, { code }: CreatedInvitation) =>
  (await lookUp(stack, code)).status === 200;

describe("An invitation by link", () => {
  test("shows what it offers, admits people until it is used up, and is counted", async () => {
    await withClosedWorkspace(async (stack, owner) => {
      const invitation = await invite(owner, { maxUses: 2 });
      expect(invitation).toMatchObject({ role: "member", email: null, uses: 0, createdBy: firstOwner });
      expect((await lookUp(stack, invitation.code)).body).toEqual({
        workspaceName: "ChatFlow",
        role: "member",
        email: null,
        expiresAt: invitation.expiresAt,
      });
      const { body: session } = await register(stack, invitation.code);
      expect(session.user).toMatchObject({ workspaceRole: "member", isEmailVerified: false });
      const { items } = await owner.call("listInvitations");
      expect(items.find(({ id }) => id === invitation.id)).toMatchObject({ uses: 1, maxUses: 2 });
      // The code is a secret of its holders. Later answers do not have it.
      expect(JSON.stringify(items)).not.toContain(invitation.code);
    });
  });

  test("admits exactly as many people as it may, when many use it at the same moment", async () => {
    await withClosedWorkspace(async (stack, owner) => {
      const { code } = await invite(owner, { maxUses: 3 });
      const pool = adminPool(stack.databaseUrl);
      const outcomes = await Promise.all(
        Array.from({ length: 10 }, async () => {
          const name = uniqueName();
          const { rows } = await pool.query<{ outcome: string }>(
            "SELECT outcome FROM create_account_v3($1, $2, $3, NULL, NULL, 'x', $4, 100, 100)",
            [randomUUID(), name, `${name}@example.com`, hashOf(code ?? "")],
          );
          return rows[0]?.outcome;
        }),
      ).finally(() => pool.end());
      expect(outcomes.filter((outcome) => outcome === "created")).toHaveLength(3);
      expect(outcomes.filter((outcome) => outcome === "invalid invitation")).toHaveLength(7);
      expect((await register(stack, code)).problem.code).toBe("invitation-invalid");
    });
  });

  test("does not count a registration that was refused", async () => {
    await withClosedWorkspace(async (stack, owner) => {
      const { code } = await invite(owner);
      const taken = await register(stack, code, owner.session.user.email);
      expect(taken.problem.code).toBe("email-taken");
      expect((await register(stack, code)).status).toBe(201);
    });
  });

  test("stops working when it expires or is revoked, and when its author may no longer invite", async () => {
    await withClosedWorkspace(async (stack, owner) => {
      const admin = await newPersonWithRole(stack.url, "admin");
      const byAdmin = await invite(admin);
      const revoked = await invite(owner);
      const expired = await invite(owner, { expiresInDays: 1 });
      for (const invitation of [byAdmin, revoked, expired]) expect(await works(stack, invitation)).toBe(true);

      expect(await admin.status("revokeInvitation", { params: { id: revoked.id } })).toBe(204);
      expect(await admin.status("revokeInvitation", { params: { id: revoked.id } })).toBe(404);
      await withDatabase(stack.databaseUrl, (client) =>
        client.query("UPDATE invitations SET expires_at = now() WHERE id = $1", [expired.id]),
      );
      const params = { userId: admin.id };
      await owner.call("updateMember", { params, body: { role: "member" } });
      for (const invitation of [byAdmin, revoked, expired])
        expect(await works(stack, invitation)).toBe(false);
      await owner.call("updateMember", { params, body: { role: "admin" } });
      expect(await works(stack, byAdmin)).toBe(true);
      await owner.call("deactivateMember", { params });
      expect(await works(stack, byAdmin)).toBe(false);
      expect((await register(stack, byAdmin.code)).status).toBe(400);
      const { items } = await owner.call("listInvitations");
      expect(items.map(({ id }) => id)).not.toContain(revoked.id);
    });
  });

  test("makes admins only if an owner wrote it", async () => {
    await withClosedWorkspace(async (stack, owner) => {
      const admin = await newPersonWithRole(stack.url, "admin");
      const refused = await admin.refused("createInvitation", { body: { role: "admin" } });
      expect(refused.body.code).toBe("workspace-owners-only");
      expect((await owner.refused("createInvitation", { body: { role: "owner" } })).status).toBe(400);
      const { code } = await invite(owner, { role: "admin" });
      expect((await register(stack, code)).body.user.workspaceRole).toBe("admin");
    });
  });

  test("lets newcomers join the groups that its author may add people to", async () => {
    await withClosedWorkspace(async (stack, owner) => {
      const ann = await newPerson(stack.url);
      const [group, gone, foreign] = [
        await owner.startGroup([ann], "Engine room"),
        await owner.startGroup([ann], "Left"),
        await ann.startGroup([], "Foreign"),
      ];
      const refused = await owner.refused("createInvitation", {
        body: { role: "member", conversationIds: [group.id, foreign.id] },
      });
      expect(refused.body.code).toBe("conversation-not-found");
      const { code } = await invite(owner, { conversationIds: [group.id, gone.id] });
      await owner.call("removeParticipant", { params: { id: gone.id, userId: owner.id } });
      const socket = await ann.connect();
      const newcomer = new Person(stack.url, (await register(stack, code)).body);
      expect(await socket.nextOf("participant.added")).toMatchObject({
        conversationId: group.id,
        participants: [{ user: { id: newcomer.id }, role: "member" }],
        participantCount: 3,
      });
      const { items } = await newcomer.call("listConversations");
      expect(items).toMatchObject([{ name: "Engine room", unreadCount: 0 }]);
      await socket.close();
    });
  });

  test("is one of a limited number, also when two are created at the same moment", async () => {
    await withClosedWorkspace(async (stack, owner) => {
      const before = (await owner.call("listInvitations", { query: { limit: 100 } })).items.length;
      await withDatabase(stack.databaseUrl, (client) =>
        client.query(
          `INSERT INTO invitations (id, kind, role, created_by, expires_at, max_uses)
           SELECT gen_random_uuid(), 'link', 'member', $1, now() + interval '1 day', 1 FROM generate_series(1, $2)`,
          [owner.id, limits.invitation.open - before - 1],
        ),
      );
      const body = { role: "member" };
      const both = await Promise.all([1, 2, 3].map(() => owner.answer("createInvitation", { body })));
      expect(both.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
      const first = await owner.call("listInvitations", { query: { limit: 2 } });
      expect(first.items).toHaveLength(2);
      const next = await owner.call("listInvitations", { query: { limit: 2, cursor: first.nextCursor } });
      expect(next.items.map(({ id }) => id)).not.toContain(first.items[1]?.id);
      expect(await owner.status("listInvitations", { query: { cursor: "1_x" } })).toBe(400);
      await withDatabase(stack.databaseUrl, (client) => client.query("DELETE FROM invitations"));
    });
  });
});

describe("An invitation by e-mail", () => {
  test("admits only its address, once, and confirms it", async () => {
    await withClosedWorkspace(async (stack, owner) => {
      const email = `${uniqueName()}@example.com`;
      const invitation = await invite(owner, { email, maxUses: 5 });
      expect(invitation).toMatchObject({ code: null, email, maxUses: 1 });
      const mail = await waitForMail(stack.awsUrl, email, /invited/);
      expect(mail.Body.text_part).toContain(firstOwner);
      const { address, token } = parseLink(mail);
      expect(address).toMatch(new RegExp(`^${stack.url}/invitation#`));
      expect((await lookUp(stack, token)).body).toMatchObject({ email });
      expect((await register(stack, token)).problem.code).toBe("not-the-invited-address");
      const { body: session } = await register(stack, token, email.toUpperCase());
      expect(session.user.isEmailVerified).toBe(true);
      expect((await register(stack, token, email)).problem.code).toBe("invitation-invalid");
      const again = await owner.refused("createInvitation", { body: { role: "member", email } });
      expect(again.body.code).toBe("email-taken");
    });
  });

  test("does not flood an address", async () => {
    await withClosedWorkspace(async (stack, owner) => {
      const email = `${uniqueName()}@example.com`;
      for (let count = 0; count < limits.mailsPerHour; count++) await invite(owner, { email });
      const refused = await owner.refused("createInvitation", { body: { role: "member", email } });
      expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "3600"]);
      await eventually(async () =>
        expect(await listMails(stack.awsUrl, email)).toHaveLength(limits.mailsPerHour),
      );
    });
  });
});

describe("The sign-up rule for domains", () => {
  const withDomain = (use: (stack: RunningStack, owner: Person) => Promise<void>) =>
    withStack(async (stack) => {
      const owner = await signIn(stack.url, firstOwner);
      await owner.call("setSignUp", { body: { rule: "domains", domains: ["example.com"] } });
      await use(stack, owner);
    });
  const ask = (stack: RunningStack, email: string) =>
    request(stack.url, "requestSignUp", { body: { email } });

  test("creates an account only after its address is confirmed", async () => {
    await withDomain(async (stack) => {
      const email = `${uniqueName()}@example.com`;
      const direct = await request(stack.url, "register", {
        body: { username: uniqueName(), email, password },
      });
      expect([direct.status, direct.problem.code]).toEqual([403, "email-confirmation-required"]);
      expect((await ask(stack, email)).status).toBe(202);
      const { token } = parseLink(await waitForMail(stack.awsUrl, email, /Create your ChatFlow account/));
      const { body: session } = await register(stack, token, email);
      expect(session.user).toMatchObject({ email, isEmailVerified: true, workspaceRole: "member" });
      expect((await register(stack, token, email)).problem.code).toBe("invitation-invalid");
    });
  });

  test("reveals nothing about accounts: an address that has one gets the same answer, and an e-mail", async () => {
    await withDomain(async (stack) => {
      const ann = await newPerson(stack.url);
      const { email } = ann.session.user;
      const [known, unknown] = [await ask(stack, email), await ask(stack, `${uniqueName()}@example.com`)];
      expect([known.status, unknown.status]).toEqual([202, 202]);
      expect((await waitForMail(stack.awsUrl, email, /already have/)).Body.text_part).toContain(ann.username);
      // Registering without a code is refused in the same way, whether the username and the address are taken or not.
      const refusals = await Promise.all(
        [ann.username, uniqueName()].map((username) =>
          request(stack.url, "register", { body: { username, email: `${username}@example.com`, password } }),
        ),
      );
      const [taken, free] = refusals.map(({ problem }) => problem);
      expect(taken).toEqual(free);
    });
  });

  test("refuses other domains, and codes whose domain the owner has removed since", async () => {
    await withDomain(async (stack, owner) => {
      for (const email of ["a@example.org", "a@sub.example.com", "a@example.com.evil.org"]) {
        expect([email, (await ask(stack, email)).problem.code]).toEqual([email, "email-domain-not-allowed"]);
      }
      const email = `${uniqueName()}@EXAMPLE.com`;
      await ask(stack, email);
      const { token } = parseLink(await waitForMail(stack.awsUrl, email, /Create/));
      await owner.call("setSignUp", { body: { rule: "domains", domains: ["example.org"] } });
      expect((await register(stack, token, email)).problem.code).toBe("invitation-invalid");
      await owner.call("setSignUp", { body: { rule: "invited" } });
      expect((await ask(stack, email)).problem.code).toBe("invitation-required");
    });
  });

  test("sends an address few e-mails within an hour", async () => {
    await withDomain(async (stack) => {
      const email = `${uniqueName()}@example.com`;
      for (let count = 0; count <= limits.mailsPerHour; count++) {
        expect((await ask(stack, email)).status).toBe(202);
        const sent = Math.min(count + 1, limits.mailsPerHour);
        await eventually(async () => expect(await listMails(stack.awsUrl, email)).toHaveLength(sent));
      }
    });
  });
});
