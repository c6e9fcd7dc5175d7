import pg from "pg";
import { describe, expect, inject, test } from "vitest";
import type { UserId } from "../../contract/ids.ts";
import { routes } from "../../contract/routes.ts";
import { Session } from "../../contract/sessions.ts";
import { password } from "../support/accounts.ts";
import { eventually } from "../support/eventually.ts";
import { withStack } from "../support/own-stack.ts";
import {
  newPeople,
  newPerson,
  newPersonWithRole,
  Person,
  registerPerson,
  request,
  routeNames,
  uniqueName,
} from "../support/people.ts";
import { Socket } from "../support/socket.ts";

const { url, databaseUrl } = inject("stack");

/** A signed-in user and the refresh cookie. */
async function signIn(login: string): Promise<{ person: Person; cookie: string }> {
  const { headers, body } = await request(url, "login", { body: { login, password } });
  const cookie = (headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  return { person: new Person(url, Session.parse(body)), cookie };
}

const refresh = (cookie: string) => request(url, "refresh", { headers: { cookie } });

/** The ways to end another session of a user, from a session that stays. */
const ends: Readonly<Record<string, (from: Person, other: Person) => Promise<unknown>>> = {
  "signing out this device": async (from, other) => {
    const { items } = await other.call("listDevices");
    const deviceId = items.find(({ isCurrent }) => isCurrent)?.id;
    return from.call("signOutDevice", { params: { deviceId } });
  },
  "signing out everywhere": (from) => from.call("signOutOthers"),
  "a new password": (from) =>
    from.call("changePassword", { body: { currentPassword: password, newPassword: "quite another one" } }),
  deletion: (from) => from.call("deleteAccount", { body: { password } }),
  "deactivation by an owner": async (_, { id: userId }) =>
    (await newPersonWithRole(url, "owner")).call("deactivateMember", { params: { userId } }),
};

const signedInRoutes = routeNames.filter((name) => routes[name].access === "signed-in");

/** The ids do not matter, because the session is checked first. */
const params = new Proxy<Record<string, string>>({}, { get: () => crypto.randomUUID() });

describe.each(Object.entries(ends))("After %s", (_, end) => {
  test("the access token gets 401 from every route, and its sockets close and can send nothing", async () => {
    const { username } = await newPerson(url);
    const [{ person: staying }, { person: leaving, cookie }] = [
      await signIn(username),
      await signIn(username),
    ];
    const { id } = await leaving.startGroup([await newPerson(url)]);
    const { body: message } = await leaving.send(id, "sent before");
    const socket = await leaving.connect();
    await end(staying, leaving);

    // One statement checks the session, so these fail without a delay.
    await expect(Socket.open(url, leaving.token)).rejects.toThrow("401");
    expect((await refresh(cookie)).status).toBe(401);
    expect((await leaving.send(id, "still here")).status).toBe(401);
    const change = { params: { id, messageId: message.id, emoji: "👍" }, body: { content: "changed" } };
    for (const name of ["editMessage", "addReaction", "removeReaction", "deleteMessage"] as const) {
      expect([name, await leaving.status(name, change)]).toEqual([name, 401]);
    }
    expect(await socket.nextOf("sessions.ended")).toMatchObject({ deviceIds: expect.any(Array) });
    await socket.closed;

    await Promise.all(
      signedInRoutes.map((name) =>
        eventually(async () => {
          const body = routes[name].method === "GET" ? {} : { body: {} };
          const { status, problem } = await leaving.answer(name, { params, ...body });
          expect([name, status, problem.code]).toEqual([name, 401, "session-ended"]);
        }),
      ),
    );
  });
});

describe("A session that ends", () => {
  test("refuses frames on a socket that is still open", async () => {
    const { username } = await newPerson(url);
    const { person: leaving } = await signIn(username);
    const { id } = await leaving.startGroup([await newPerson(url)]);
    const socket = await leaving.connect();
    // This ends the session without the job that closes the socket.
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    await client.query("SELECT end_sessions_v1($1, NULL, NULL)", [leaving.id]);
    await client.end();
    const message = { action: "message.send", conversationId: id, id: crypto.randomUUID(), content: "x" };
    expect((await socket.refused(message)).code).toBe("session-ended");
    await eventually(async () => {
      const { code } = await socket.refused({ action: "sync", conversations: { [id]: 0 } });
      expect(code).toBe("session-ended");
    });
    socket.terminate();
  });

  test("also refuses a refresh that runs at the same time", async () => {
    const { username } = await newPerson(url);
    const { person: staying } = await signIn(username);
    for (let attempt = 0; attempt < 6; attempt++) {
      const { cookie } = await signIn(username);
      const [renewed] = await Promise.all([refresh(cookie), staying.call("signOutOthers")]);
      if (renewed.status === 200) {
        const next = (renewed.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
        expect((await refresh(next)).status).toBe(401);
        await expect(Socket.open(url, renewed.body.accessToken)).rejects.toThrow("401");
      }
      expect((await staying.call("listDevices")).items).toHaveLength(1);
    }
  });

  test("also closes a socket that opens at the same time", async () => {
    const { username } = await newPerson(url);
    const { person: staying } = await signIn(username);
    for (let attempt = 0; attempt < 6; attempt++) {
      const { person: leaving } = await signIn(username);
      const [opened] = await Promise.allSettled([leaving.connect(), staying.call("signOutOthers")]);
      if (opened.status === "fulfilled") await opened.value.closed;
    }
  });

  test("leaves the other sessions of the user and their sockets alone", async () => {
    const { username } = await newPerson(url);
    const [{ person: staying, cookie }, { person: leaving }] = [
      await signIn(username),
      await signIn(username),
    ];
    const socket = await staying.connect();
    const [current] = (await leaving.call("listDevices")).items.filter(({ isCurrent }) => isCurrent);
    await staying.call("signOutDevice", { params: { deviceId: current?.id } });
    expect(await socket.nextOf("sessions.ended")).toEqual({
      type: "sessions.ended",
      deviceIds: [current?.id],
    });
    expect(await socket.request({ action: "sync", conversations: {} })).toMatchObject({ type: "sync" });
    expect((await refresh(cookie)).status).toBe(200);
    await socket.close();
  });

  test("because its refresh token was used twice closes its sockets", async () => {
    const { username } = await newPerson(url);
    const { person, cookie } = await signIn(username);
    const socket = await person.connect();
    expect((await refresh(cookie)).status).toBe(200);
    expect((await refresh(cookie)).status).toBe(401);
    await socket.closed;
  });

  test("because its user signs out closes its sockets", async () => {
    const { username } = await newPerson(url);
    const { person, cookie } = await signIn(username);
    const socket = await person.connect();
    expect((await request(url, "logout", { headers: { cookie } })).status).toBe(204);
    await socket.closed;
    await expect(Socket.open(url, person.token)).rejects.toThrow("401");
  });
});

describe("A deleted account", () => {
  /** The name that other users see. */
  async function deletedNameOf(id: UserId): Promise<string> {
    return (await (await newPerson(url)).call("getUser", { params: { id } })).username;
  }

  test("cannot sign in with its new name", async () => {
    const eve = await newPerson(url);
    await eve.call("deleteAccount", { body: { password } });
    const name = await deletedNameOf(eve.id);
    for (const login of [name, `deleted-${eve.id}@invalid`]) {
      const answer = await request(url, "login", { body: { login, password } });
      expect([login, answer.status, answer.problem.code]).toEqual([login, 401, "wrong-credentials"]);
    }
  });

  test("has a name that users cannot register", async () => {
    const eve = await newPerson(url);
    await eve.call("deleteAccount", { body: { password } });
    const username = await deletedNameOf(eve.id);
    const { status, problem } = await request(url, "register", {
      body: { username, email: `${uniqueName()}@example.com`, password },
    });
    expect([status, problem.errors?.[0]?.code]).toEqual([400, "invalid-username"]);
  });

  test("that a failure left in its groups leaves them with the next cleanup", async () => {
    await withStack(async (stack) => {
      const [ann, ben] = await newPeople(stack.url, 2);
      const { id } = await ann.startGroup([ben]);
      const socket = await ben.connect();
      const client = new pg.Client({ connectionString: stack.databaseUrl });
      await client.connect();
      await client.query("UPDATE users SET deleted_at = now() WHERE id = $1", [ann.id]);
      await client.end();
      await Promise.all(stack.schedules().map((schedule) => schedule.run()));
      expect(await socket.nextOf("participant.removed")).toMatchObject({
        conversationId: id,
        userId: ann.id,
      });
      expect((await ben.call("getConversation", { params: { id } })).participantCount).toBe(1);
      await socket.close();
    });
  });

  test("is deleted even if another account has the name that an earlier release would give it", async () => {
    const [victim, witness] = await newPeople(url, 2);
    await registerPerson(url, `deleted-${victim.id.replaceAll("-", "").slice(-16)}`);
    await victim.call("deleteAccount", { body: { password } });
    expect(await witness.call("getUser", { params: { id: victim.id } })).toMatchObject({
      username: expect.stringMatching(/^deleted~/),
      fullName: null,
    });
  });
});
