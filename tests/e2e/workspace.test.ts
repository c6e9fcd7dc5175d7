import { randomUUID } from "node:crypto";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { describe, expect, test } from "vitest";
import type { Member } from "../../contract/members.ts";
import type { SetSignUp } from "../../contract/workspace.ts";
import type { RunningStack } from "../../localstack/stack.ts";
import { firstOwner, password, withDatabase } from "../support/accounts.ts";
import { adminPool } from "../support/admin-pool.ts";
import { awsClient } from "../support/aws.ts";
import { newBot, untilLive } from "../support/bots.ts";
import { eventually } from "../support/eventually.ts";
import { withStack } from "../support/own-stack.ts";
import {
  newPeople,
  newPerson,
  newPersonWithRole,
  type Person,
  registerPerson,
  request,
  signIn,
  uniqueName,
} from "../support/people.ts";
import { pictureOf } from "../support/picture-of.ts";
import { postUpload } from "../support/upload.ts";

const registration = (name: string, more: object = {}) => ({
  username: name,
  email: `${name}@example.com`,
  password,
  ...more,
});

const register = (stack: RunningStack, more: object = {}, name = uniqueName()) =>
  request(stack.url, "register", { body: registration(name, more) });

/** Makes the workspace look as it does before the first registration. */
const withoutOwner = (stack: RunningStack) =>
  withDatabase(stack.databaseUrl, async (client) => {
    await client.query("UPDATE users SET workspace_role = 'member'");
    await client.query("UPDATE workspace SET set_up_at = NULL, sign_up_rule = 'open'");
  });

const withOwner = (stack: RunningStack) =>
  withDatabase(stack.databaseUrl, async (client) => {
    await client.query("UPDATE users SET workspace_role = 'member'");
    await client.query("UPDATE users SET workspace_role = 'owner' WHERE username = $1", [firstOwner]);
    await client.query("UPDATE workspace SET set_up_at = now(), sign_up_rule = 'open'");
  });

/** Runs a test with a stack whose only owner is `owner`. */
const withWorkspace = (use: (stack: RunningStack, owner: Person) => Promise<void>) =>
  withStack(async (stack) => {
    await withOwner(stack);
    await use(stack, await signIn(stack.url, firstOwner));
  });

/**
 * Creates accounts by the database function alone, which saves the hashing of their passwords.
 *
 * @returns the outcomes
 */
async function createAccounts(stack: RunningStack, count: number): Promise<string[]> {
  const pool = adminPool(stack.databaseUrl, count);
  try {
    return await Promise.all(
      Array.from({ length: count }, async () => {
        const name = uniqueName();
        const { rows } = await pool.query<{ outcome: string; role: string | null }>(
          "SELECT * FROM create_account_v3($1, $2, $3, NULL, NULL, 'x', NULL, 100, 100)",
          [randomUUID(), name, `${name}@example.com`],
        );
        return rows[0]?.role ?? rows[0]?.outcome ?? "";
      }),
    );
  } finally {
    await pool.end();
  }
}

const setRole = (caller: Person, userId: string, role: Member["workspaceRole"]) =>
  caller.answer("updateMember", { params: { userId }, body: { role } });

describe("The first account of an open workspace", () => {
  test("becomes the owner, and the next one a member", async () => {
    await withStack(async (stack) => {
      await withoutOwner(stack);
      expect((await request(stack.url, "getWorkspace")).body).toMatchObject({ isSetUp: false });
      const ann = await registerPerson(stack.url);
      expect(ann.session.user.workspaceRole).toBe("owner");
      expect((await request(stack.url, "getWorkspace")).body).toEqual({
        name: "ChatFlow",
        signUpRule: "open",
        domains: [],
        isSetUp: true,
        keepsVersions: true,
        wideMentions: { rule: "admins", above: 100 },
        linkPreviews: true,
        emojiRule: "everyone",
        missedMails: "names",
      });
      expect((await createAccounts(stack, 1))[0]).toBe("member");
    });
  });

  test("is the only owner when many people register at the same moment", async () => {
    await withStack(async (stack) => {
      await withoutOwner(stack);
      const roles = await createAccounts(stack, 12);
      expect(roles.filter((role) => role === "owner")).toHaveLength(1);
      expect(roles.filter((role) => role === "member")).toHaveLength(11);
    });
  });
});

describe("The sign-up rule", () => {
  test("admits only invited people once the owner has closed the workspace, even of those who register at that moment", async () => {
    await withWorkspace(async (stack, owner) => {
      const closed = await owner.call("setSignUp", { body: { rule: "invited" } });
      expect(closed).toMatchObject({ signUpRule: "invited", domains: [] });
      const refused = await register(stack);
      expect([refused.status, refused.problem.code]).toEqual([403, "invitation-required"]);
      expect(await createAccounts(stack, 1)).toEqual(["invited"]);
      await owner.call("setSignUp", { body: { rule: "open" } });
      expect((await register(stack)).status).toBe(201);
    });
  });

  test("refuses values that are not domains", async () => {
    await withWorkspace(async (_, owner) => {
      const refuse = async (domains: string[]) =>
        (await owner.refused("setSignUp", { body: { rule: "domains", domains } })).status;
      for (const domain of ["", "example", "@example.com", "a b.com", "example.com\0", "-a.com"]) {
        expect([domain, await refuse([domain])]).toEqual([domain, 400]);
      }
      expect(await refuse([])).toBe(400);
      const body: SetSignUp = {
        rule: "domains",
        domains: ["Example.COM", "example.com", "mail.example.org"],
      };
      expect((await owner.call("setSignUp", { body })).domains).toEqual(["example.com", "mail.example.org"]);
    });
  });
});

describe("A default channel", () => {
  test("has each newcomer as a member from their registration on", async () => {
    await withWorkspace(async (stack, owner) => {
      const channel = { participantIds: [], name: uniqueName("all"), kind: "channel" };
      const { id } = await owner.call("createConversation", { body: channel });
      await owner.call("updateConversation", { params: { id }, body: { isDefault: true } });
      const newcomer = await registerPerson(stack.url);
      const { items } = await newcomer.call("listConversations");
      expect(items).toMatchObject([{ id, role: "member", participantCount: 2 }]);
      expect((await newcomer.send(id, "Hello, all")).status).toBe(201);
    });
  });
});

describe("The workspace's name", () => {
  test("is public, and changed by owners and admins", async () => {
    await withWorkspace(async (stack) => {
      const admin = await newPersonWithRole(stack.url, "admin");
      await admin.call("updateWorkspace", { body: { name: "Analytical Engines" } });
      const { body } = await request(stack.url, "getWorkspace");
      expect(body).toMatchObject({
        name: "Analytical Engines",
        wideMentions: { rule: "admins", above: 100 },
      });
      const [ann, ben] = await newPeople(stack.url, 2);
      const { id } = await ann.startGroup([ben]);
      const wideMentions = { rule: "nobody", above: 1 };
      expect(await ann.status("updateWorkspace", { body: { wideMentions } })).toBe(403);
      const changed = await admin.call("updateWorkspace", { body: { wideMentions } });
      expect(changed).toEqual({ ...body, wideMentions });
      // The stored message mentions no user.
      expect((await ann.send(id, "@here")).body.mentions).toEqual({ users: [] });
    });
  });
});

describe("A role in the workspace", () => {
  test("is given by owners only, and shown to its holder", async () => {
    await withWorkspace(async (stack, owner) => {
      const [ann, admin] = [await newPerson(stack.url), await newPersonWithRole(stack.url, "admin")];
      expect((await setRole(admin, ann.id, "admin")).problem.code).toBe("workspace-owners-only");
      expect((await setRole(ann, ann.id, "owner")).problem.code).toBe("workspace-owners-only");
      expect((await setRole(owner, ann.id, "admin")).body).toMatchObject({ workspaceRole: "admin" });
      expect((await ann.call("getMe")).workspaceRole).toBe("admin");
      expect((await setRole(owner, randomUUID(), "admin")).status).toBe(404);
      expect((await setRole(owner, ann.id, "bot")).status).toBe(400);
    });
  });

  test("of the last owner stays: they cannot be demoted, deactivated or deleted", async () => {
    await withWorkspace(async (stack, owner) => {
      const lastOwner = async (answer: Promise<{ body: { code?: unknown } }>) =>
        expect((await answer).body.code).toBe("last-owner");
      const userId = owner.id;
      await lastOwner(owner.refused("updateMember", { params: { userId }, body: { role: "member" } }));
      await lastOwner(owner.refused("deactivateMember", { params: { userId } }));
      await lastOwner(owner.refused("deleteAccount", { body: { password } }));
      expect(await owner.call("getMe")).toMatchObject({ username: firstOwner, workspaceRole: "owner" });
      // A deactivated owner does not count.
      const other = await newPersonWithRole(stack.url, "owner");
      await owner.call("deactivateMember", { params: { userId: other.id } });
      await lastOwner(owner.refused("deleteAccount", { body: { password } }));
    });
  });

  test("of one owner stays when two owners leave at the same moment, in any way", async () => {
    await withWorkspace(async (stack, owner) => {
      for (let round = 0; round < 6; round++) {
        const other = await newPersonWithRole(stack.url, "owner");
        const demote = (person: Person) => setRole(person, person.id, "member");
        const deactivate = (person: Person, by: Person) =>
          by.answer("deactivateMember", { params: { userId: person.id } });
        const leave = [
          [() => demote(owner), () => demote(other)],
          [() => setRole(owner, other.id, "admin"), () => setRole(other, owner.id, "admin")],
          [() => deactivate(owner, other), () => deactivate(other, owner)],
        ][round % 3];
        const outcomes = await Promise.all((leave ?? []).map((start) => start()));
        expect(outcomes.filter(({ status }) => status === 200)).toHaveLength(1);
        const { rows } = await withDatabase(stack.databaseUrl, (client) =>
          client.query("SELECT FROM users WHERE workspace_role = 'owner' AND deactivated_at IS NULL"),
        );
        expect([round, rows.length]).toEqual([round, 1]);
        await withDatabase(stack.databaseUrl, (client) =>
          client.query("UPDATE users SET deactivated_at = NULL"),
        );
        await withOwner(stack);
      }
    });
  });
});

describe("The list of members", () => {
  test("has all people with their addresses, by pages and by any part of a name", async () => {
    await withWorkspace(async (stack, owner) => {
      const marker = uniqueName("").slice(1, 9);
      const names = ["c", "a", "b"].map((letter) => `${letter}-${marker}`);
      for (const name of names) await newPerson(stack.url, name, `Full ${name.toUpperCase()}`);
      const find = (query: Record<string, string>) => owner.call("listMembers", { query });
      const first = await find({ query: marker.toUpperCase(), limit: "2" });
      expect(first.items).toMatchObject([
        { username: `a-${marker}`, email: `a-${marker}@example.com`, workspaceRole: "member" },
        { username: `b-${marker}`, deactivatedAt: null },
      ]);
      const second = await find({ query: marker, limit: "2", cursor: first.nextCursor ?? "" });
      expect(second).toMatchObject({ items: [{ username: `c-${marker}` }], nextCursor: null });
      expect((await find({ query: `full b-${marker}` })).items).toHaveLength(1);
      expect((await find({ query: `c-${marker}@EXAMPLE` })).items).toHaveLength(1);
      expect((await find({ query: "%" })).items).toEqual([]);
      expect((await owner.refused("listMembers", { query: { cursor: "a b" } })).status).toBe(400);
    });
  });
});

describe("A deactivated person", () => {
  const cookieOf = (headers: Headers) => (headers.get("set-cookie") ?? "").split(";")[0] ?? "";

  test("is signed out everywhere and cannot sign in until an owner reactivates them", async () => {
    await withWorkspace(async (stack, owner) => {
      const ann = await newPerson(stack.url);
      const login = { login: ann.username, password };
      const device = await request(stack.url, "login", { body: login });
      const cookie = cookieOf(device.headers);
      const socket = await ann.connect();
      const params = { userId: ann.id };
      const member = await owner.call("deactivateMember", { params });
      expect(member.deactivatedAt).not.toBeNull();
      expect((await socket.nextOf("sessions.ended")).deviceIds).toHaveLength(2);
      expect((await request(stack.url, "refresh", { headers: { cookie } })).status).toBe(401);
      const refused = await request(stack.url, "login", { body: login });
      expect([refused.status, refused.problem.code]).toEqual([403, "account-deactivated"]);
      // A wrong password reveals nothing.
      const wrong = await request(stack.url, "login", { body: { ...login, password: "not the password" } });
      expect(wrong.problem.code).toBe("wrong-credentials");

      const back = await owner.call("reactivateMember", { params });
      expect(back.deactivatedAt).toBeNull();
      expect((await request(stack.url, "login", { body: login })).status).toBe(200);
      expect((await request(stack.url, "refresh", { headers: { cookie } })).status).toBe(401);
    });
  });

  test("keeps their name and their conversations, and appears in no new one", async () => {
    await withWorkspace(async (stack, owner) => {
      const name = uniqueName("gone");
      const [ann, gone] = [await newPerson(stack.url), await newPerson(stack.url, name, "Gone Girl")];
      const [direct, group] = [await ann.startDirect(gone), await ann.startGroup([])];
      await gone.send(direct.id, "hello");
      await owner.call("deactivateMember", { params: { userId: gone.id } });

      expect((await ann.call("findUsers", { query: { query: name } })).items).toEqual([]);
      const participantIds = [gone.id];
      const added = await ann.refused("addParticipants", {
        params: { id: group.id },
        body: { participantIds },
      });
      expect(added.body.code).toBe("unknown-users");
      const started = await owner.refused("createConversation", { body: { participantIds } });
      expect(started.body.code).toBe("unknown-users");
      // The direct conversation that exists is found again, and the messages keep their author.
      const again = await ann.answer("createConversation", { body: { participantIds } });
      expect([again.status, again.body.id]).toEqual([200, direct.id]);
      expect((await ann.history(direct.id)).items).toMatchObject([{ content: "hello", senderId: gone.id }]);
      expect((await ann.call("getUser", { params: { id: gone.id } })).fullName).toBe("Gone Girl");
      expect((await owner.call("listMembers", { query: { query: name } })).items).toMatchObject([
        { username: name, deactivatedAt: expect.any(String) },
      ]);
    });
  });

  test("was deactivated by an owner, or was a member whom an admin deactivated", async () => {
    await withWorkspace(async (stack, owner) => {
      const [admin, other] = [
        await newPersonWithRole(stack.url, "admin"),
        await newPersonWithRole(stack.url, "admin"),
      ];
      const [member, colleague] = [await newPerson(stack.url), await newPerson(stack.url)];
      const code = async (by: Person, route: "deactivateMember" | "reactivateMember", { id }: Person) =>
        (await by.refused(route, { params: { userId: id } })).body.code;
      for (const route of ["deactivateMember", "reactivateMember"] as const) {
        expect(await code(colleague, route, member)).toBe("workspace-admins-only");
        expect(await code(admin, route, owner)).toBe("workspace-owners-only");
        expect(await code(admin, route, other)).toBe("workspace-owners-only");
        expect(await code(admin, route, admin)).toBe("workspace-owners-only");
        expect(await admin.status(route, { params: { userId: member.id } })).toBe(200);
      }
    });
  });

  test("cannot sign in in any race with the deactivation", async () => {
    await withWorkspace(async (stack, owner) => {
      for (let round = 0; round < 5; round++) {
        const ann = await newPerson(stack.url);
        const params = { userId: ann.id };
        const body = { login: ann.username, password };
        const [, ...attempts] = await Promise.all([
          owner.call("deactivateMember", { params }),
          ...[1, 2, 3].map(() => request(stack.url, "login", { body })),
        ]);
        for (const { status, headers } of attempts) {
          if (status !== 200) continue;
          const cookie = cookieOf(headers);
          expect((await request(stack.url, "refresh", { headers: { cookie } })).status).toBe(401);
        }
      }
    });
  });
});

describe("The operator", () => {
  const invoke = async (stack: RunningStack, command: object) => {
    const lambda = new LambdaClient(awsClient(stack.awsUrl));
    const { FunctionError, Payload = new Uint8Array() } = await lambda.send(
      new InvokeCommand({ FunctionName: "ChatFlow-Admin", Payload: JSON.stringify(command) }),
    );
    return { failed: FunctionError !== undefined, result: JSON.parse(new TextDecoder().decode(Payload)) };
  };

  test("opens a closed workspace to its first owner with a link that works once", async () => {
    await withStack(async (stack) => {
      await withoutOwner(stack);
      await withDatabase(stack.databaseUrl, (client) =>
        client.query("UPDATE workspace SET sign_up_rule = 'invited'"),
      );
      expect((await register(stack)).problem.code).toBe("invitation-required");
      const first = (await invoke(stack, { command: "setup-link" })).result.link;
      const { link } = (await invoke(stack, { command: "setup-link" })).result;
      const [address, invitation = ""] = String(link).split("#");
      expect(address).toBe(`${stack.url}/invitation`);
      // A newer link replaces the previous one.
      expect((await register(stack, { invitation: String(first).split("#")[1] })).status).toBe(400);
      expect((await register(stack, { invitation })).body.user.workspaceRole).toBe("owner");
      expect((await register(stack, { invitation })).problem.code).toBe("invitation-invalid");
      expect((await request(stack.url, "getWorkspace")).body).toMatchObject({
        signUpRule: "invited",
        isSetUp: true,
        keepsVersions: true,
      });
      expect((await register(stack)).problem.code).toBe("invitation-required");
    });
  });

  test("gives roles and locks people out, but not the last owner", async () => {
    await withWorkspace(async (stack) => {
      const ann = await newPerson(stack.url);
      const last = await invoke(stack, { command: "deactivate", login: firstOwner });
      expect(last).toMatchObject({
        failed: true,
        result: { errorMessage: expect.stringContaining("needs an owner") },
      });
      await invoke(stack, { command: "set-role", login: ann.session.user.email, role: "owner" });
      expect((await ann.call("getMe")).workspaceRole).toBe("owner");
      expect((await invoke(stack, { command: "deactivate", login: firstOwner })).failed).toBe(false);
      const login = { body: { login: firstOwner, password } };
      expect((await request(stack.url, "login", login)).status).toBe(403);
      await invoke(stack, { command: "reactivate", login: firstOwner });
      expect((await request(stack.url, "login", login)).status).toBe(200);
      await invoke(stack, { command: "sign-up", rule: "invited" });
      expect((await register(stack)).status).toBe(403);
      for (const command of [
        { command: "set-role", login: "nobody-has-this", role: "owner" },
        { command: "set-role", login: ann.username, role: "bot" },
        { command: "drop-everything" },
      ]) {
        expect(await invoke(stack, command)).toMatchObject({ failed: true });
      }
    });
  });
});

describe("An emoji of the workspace", () => {
  const bytes = pictureOf({ width: 2, height: 2 });

  async function uploadPicture(stack: RunningStack, person: Person): Promise<string> {
    const body = { contentType: "image/gif", sizeBytes: bytes.length };
    const upload = await person.call("addPicture", { body });
    expect((await postUpload(stack.url, upload, bytes)).status).toBe(204);
    return upload.id;
  }

  test("reaches every device, has a picture and is a reaction, and a client that was away catches up", async () => {
    await withWorkspace(async (stack, owner) => {
      const [ann, ben] = await newPeople(stack.url, 2);
      const bot = await newBot(stack.url);
      try {
        await untilLive(bot);
        await bot.client.emoji.ensure();
        const phone = await ben.connect();
        const name = "party+parrot";
        const emoji = await ann.call("addEmoji", {
          body: { name, pictureId: await uploadPicture(stack, ann) },
        });
        const event = await phone.nextOf("emoji.updated");
        expect(event).toMatchObject({ id: emoji.id, emoji });
        await eventually(() => expect(bot.client.state.emoji?.get(name)).toEqual(emoji));
        const { items } = await ben.call("listEmojiPictures", { query: { ids: emoji.id } });
        expect(await (await fetch(`${stack.url}${items[0]?.url}`)).text()).toBe(String(bytes));

        const { id } = await ann.startGroup([ben]);
        const { body: message } = await ann.send(id, `:${name}:`);
        const params = { id, messageId: message.id, emoji: `:${name}:` };
        const { reactions } = await ben.call("addReaction", { params });
        expect(reactions).toEqual([{ emoji: `:${name}:`, userIds: [ben.id] }]);
        for (const unknown of [":nothing-like-it:", ":A:", ":", "::", ":a b:"]) {
          const refused = await ben.answer("addReaction", { params: { ...params, emoji: unknown } });
          expect([unknown, refused.status]).toEqual([unknown, unknown === ":nothing-like-it:" ? 404 : 400]);
        }

        bot.client.stop();
        await owner.call("deleteEmoji", { params: { id: emoji.id } });
        expect(await phone.nextOf("emoji.updated")).toMatchObject({ revision: event.revision + 1 });
        bot.client.start();
        await eventually(() => expect(bot.client.state.emoji?.size).toBe(0));
        expect((await ben.call("removeReaction", { params })).reactions).toEqual([]);
        await phone.close();
      } finally {
        bot.stop();
      }
    });
  });

  test("is refused with a wrong name, and to members if the rule names owners and admins", async () => {
    await withWorkspace(async (stack, owner) => {
      const ann = await newPerson(stack.url);
      const pictureId = await uploadPicture(stack, ann);
      for (const name of ["a", "A".repeat(3), "a b", "a:b", "раура", "a".repeat(33), "a/b", ""]) {
        const refused = await ann.refused("addEmoji", { body: { name, pictureId } });
        expect([name, refused.status, refused.body.errors?.[0]?.path]).toEqual([name, 400, "name"]);
      }
      const ids = ["", "x", `${pictureId},`, Array(51).fill(pictureId).join(",")];
      for (const list of ids)
        expect((await ann.refused("listEmojiPictures", { query: { ids: list } })).status).toBe(400);
      expect((await owner.call("updateWorkspace", { body: { emojiRule: "admins" } })).emojiRule).toBe(
        "admins",
      );
      const refused = await ann.refused("addEmoji", { body: { name: "shipit", pictureId } });
      expect([refused.status, refused.body.code]).toEqual([403, "workspace-admins-only"]);
      await owner.call("updateWorkspace", { body: { emojiRule: "everyone" } });
      expect((await ann.answer("addEmoji", { body: { name: "shipit", pictureId } })).status).toBe(201);
    });
  });
});
