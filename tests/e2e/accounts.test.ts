import { beforeAll, describe, expect, inject, test } from "vitest";
import { fieldError } from "../../contract/field-errors.ts";
import type { ServerFrame } from "../../contract/frames.ts";
import { limits } from "../../contract/limits.ts";
import type { MessagePage } from "../../contract/messages.ts";
import { Session } from "../../contract/sessions.ts";
import { password } from "../support/accounts.ts";
import { http, newId, newPeople, newPerson, Person, registerPerson, uniqueName } from "../support/people.ts";
import { required } from "../support/required.ts";

const { url } = inject("stack");

let ann: Person;
let ben: Person;
beforeAll(async () => {
  [ann, ben] = await newPeople(url, 2);
});

const logIn = (login: string, secret = password, userAgent = "Test/1.0") =>
  http(url, "POST", "/api/auth/login", {
    body: { login, password: secret },
    headers: { "user-agent": userAgent },
  });

/** Signs in to the same account on another device. @returns the device and its refresh cookie */
async function anotherDevice(person: Person, userAgent: string): Promise<{ device: Person; cookie: string }> {
  const answer = await logIn(person.username, password, userAgent);
  const cookie = required(answer.headers.get("set-cookie")?.split(";")[0], "cookie");
  return { device: new Person(url, Session.parse(answer.body)), cookie };
}

const refresh = async (cookie: string) =>
  (await http(url, "POST", "/api/auth/refresh", { headers: { cookie } })).status;
const devicesOf = async (person: Person) => (await person.call("listDevices")).items;

describe("A user's devices", () => {
  test("are listed by their user agents, and the current device is marked", async () => {
    const eve = await newPerson(url);
    const { device } = await anotherDevice(eve, "Phone/2.0");
    expect(await devicesOf(device)).toEqual([
      expect.objectContaining({ userAgent: "Phone/2.0", isCurrent: true }),
      expect.objectContaining({ isCurrent: false }),
    ]);
  });

  test("can be signed out individually or all together, and each receives an event", async () => {
    const eve = await newPerson(url);
    const phone = await anotherDevice(eve, "Phone/2.0");
    const laptop = await anotherDevice(eve, "Laptop/3.0");
    const [current, ...others] = await devicesOf(laptop.device);
    expect(current?.isCurrent).toBe(true);
    const onPhone = others.find(({ userAgent }) => userAgent === "Phone/2.0");
    const socket = await phone.device.connect();
    expect(await laptop.device.status("signOutDevice", { params: { deviceId: onPhone?.id } })).toBe(204);
    expect(await socket.nextOf("sessions.ended")).toEqual({
      type: "sessions.ended",
      deviceIds: [onPhone?.id],
    });
    expect(await refresh(phone.cookie)).toBe(401);
    expect(await devicesOf(laptop.device)).toHaveLength(2);
    expect(await laptop.device.status("signOutOthers")).toBe(204);
    expect(await devicesOf(laptop.device)).toHaveLength(1);
    expect(await refresh(laptop.cookie)).toBe(200);
    await socket.closed;
  });

  test("cannot be signed out by another user", async () => {
    const before = await devicesOf(ann);
    const [device] = before;
    expect(await ben.status("signOutDevice", { params: { deviceId: device?.id } })).toBe(404);
    expect(await ben.status("signOutDevice", { params: { deviceId: "x" } })).toBe(400);
    expect(await devicesOf(ann)).toEqual(before);
  });
});

describe("Changing the password", () => {
  test("requires the current one and signs out all other devices", async () => {
    const eve = await newPerson(url);
    const here = await anotherDevice(eve, "Here/1.0");
    const there = await anotherDevice(eve, "There/1.0");
    const change = (currentPassword: string, newPassword: string) =>
      here.device.answer("changePassword", { body: { currentPassword, newPassword } });
    const wrong = await change("not my password", "a new and better one");
    expect([wrong.status, wrong.problem.errors]).toEqual([
      400,
      [fieldError("currentPassword", "wrong-password")],
    ]);
    const short = await change(password, "short");
    expect(short.problem.errors).toEqual([fieldError("newPassword", "too-short", { limit: 10 })]);
    expect((await change(password, "a new and better one")).status).toBe(204);
    expect((await logIn(eve.username)).status).toBe(401);
    expect((await logIn(eve.username, "a new and better one")).status).toBe(200);
    expect(await refresh(there.cookie)).toBe(401);
    expect(await refresh(here.cookie)).toBe(200);
  });
});

describe("A stolen access token", () => {
  const email = () => `${uniqueName()}@example.com`;
  const changes = {
    "a new e-mail address": (person: Person) => person.answer("updateMe", { body: { email: email() } }),
    "a new password": (person: Person) =>
      person.answer("changePassword", { body: { newPassword: "a password of the thief" } }),
    "a deletion": (person: Person) => person.answer("deleteAccount", { body: {} }),
  };

  test.each(Object.entries(changes))("does not suffice for %s", async (_, change) => {
    const eve = await newPerson(url);
    const { status, problem } = await change(eve);
    expect([status, problem.code]).toEqual([403, "reauthentication-required"]);
    expect(await logIn(eve.username).then((answer) => answer.status)).toBe(200);
  });

  test("cannot confirm the password by guessing", async () => {
    const eve = await newPerson(url);
    const guess = () => eve.answer("reauthenticate", { body: { password: "not her password" } });
    for (let attempt = 0; attempt <= limits.guesses.accountAndAddress.free; attempt++) {
      expect((await guess()).status).toBe(400);
    }
    const { status, problem } = await guess();
    expect([status, problem.code]).toEqual([429, "rate-limited"]);
  });
});

describe("A session that has confirmed its password", () => {
  test("may change the e-mail address and the password, and no other session may", async () => {
    const eve = await newPerson(url);
    const { device: other } = await anotherDevice(eve, "Other/1.0");
    expect(await eve.status("reauthenticate", { body: { password } })).toBe(204);
    const body = { email: `${uniqueName()}@example.com` };
    expect(await other.status("updateMe", { body })).toBe(403);
    expect(await eve.status("updateMe", { body })).toBe(200);
    expect(await eve.status("changePassword", { body: { newPassword: "a new and better one" } })).toBe(204);
    expect((await logIn(eve.username, "a new and better one")).status).toBe(200);
  });
});

describe("A new password", () => {
  test("that is common or equals the username is refused, and the field is named", async () => {
    const eve = await newPerson(url, uniqueName("eve-longer"));
    const change = (newPassword: string) =>
      eve.refused("changePassword", { body: { currentPassword: password, newPassword } });
    for (const [secret, code] of [
      ["qwertyuiop", "common-password"],
      [eve.username.toUpperCase(), "like-your-name"],
    ] as const) {
      const { status, body } = await change(secret);
      expect([status, body.code, body.errors]).toEqual([
        400,
        "weak-password",
        [fieldError("newPassword", code)],
      ]);
    }
  });
});

describe("Deleting an account", () => {
  test("keeps its messages without its name, leaves its groups and ends its sessions", async () => {
    const name = uniqueName("gone");
    const eve = await newPerson(url, name, "Eve Gone");
    const { device, cookie } = await anotherDevice(eve, "Phone/2.0");
    const group = await eve.startGroup([ann, ben]);
    const direct = await eve.startDirect(ann);
    await eve.send(group.id, "to all");
    await eve.send(direct.id, "to Ann");
    const socket = await ann.connect();
    // Ben shares no more than the group with Eve.
    const socketOfBen = await ben.connect();
    const wrong = await eve.refused("deleteAccount", { body: { password: "not my password" } });
    expect([wrong.status, wrong.body.errors?.[0]?.path]).toEqual([400, "password"]);
    expect(await eve.status("deleteAccount", { body: { password } })).toBe(204);

    const removed = await socket.nextOf("participant.removed");
    expect(removed).toMatchObject({ conversationId: group.id, userId: eve.id, participantCount: 2 });
    expect((await socket.nextOf("participant.updated")).role).toBe("owner");
    const isAboutEve = (frame: ServerFrame) => frame.type === "user.updated" && frame.user.id === eve.id;
    expect(await socketOfBen.next(isAboutEve)).toMatchObject({ user: { fullName: null } });
    await socketOfBen.close();
    const who = await ann.call("getUser", { params: { id: eve.id } });
    expect(who).toMatchObject({ username: expect.stringMatching(/^deleted~[0-9a-f]{16}$/), fullName: null });
    expect((await ann.history(group.id)).items[0]).toMatchObject({ content: "to all", senderId: eve.id });
    expect(await ann.status("getConversation", { params: { id: direct.id } })).toBe(200);
    expect((await ann.call("findUsers", { query: { query: name } })).items).toEqual([]);
    const found = await ann.call("findUsers", { query: { query: "deleted-" } });
    expect(found.items.map((user) => user.id)).not.toContain(eve.id);
    expect((await logIn(name)).status).toBe(401);
    expect(await refresh(cookie)).toBe(401);
    expect(await device.status("getMe")).toBe(401);
    // Another user can now take the name.
    expect((await registerPerson(url, name)).session.user.id).not.toBe(eve.id);
    await socket.close();
  });
});

test("A user can export every message that they wrote, page by page, and no message of others", async () => {
  const eve = await newPerson(url);
  const conversations = [await eve.startGroup([ann]), await ann.startGroup([eve])];
  for (const { id } of conversations) {
    await ann.send(id, "by Ann");
    await Promise.all(Array.from({ length: 60 }, (_, at) => eve.send(id, `mine ${at}`, newId())));
  }
  const mine: string[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page: MessagePage = await eve.call("listOwnMessages", { query: { cursor: cursor || undefined } });
    mine.push(...page.items.map(({ id }) => id));
    expect(page.items.every(({ senderId }) => senderId === eve.id)).toBe(true);
    cursor = page.nextCursor;
  }
  expect(new Set(mine).size).toBe(120);
  expect(mine).toHaveLength(120);
  expect(await eve.status("listOwnMessages", { query: { cursor: "x" } })).toBe(400);
});
