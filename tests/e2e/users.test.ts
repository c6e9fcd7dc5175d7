import { describe, expect, inject, test } from "vitest";
import type * as z from "zod/mini";
import type { UserUpdated as UserUpdatedSchema } from "../../contract/users.ts";
import { password } from "../support/accounts.ts";
import { newId, newPeople, newPerson, uniqueName } from "../support/people.ts";

const { url } = inject("stack");

type UserUpdated = z.infer<typeof UserUpdatedSchema>;

test("A user sees their own account with the e-mail address", async () => {
  const person = await newPerson(url);
  const { body } = await person.answer("getMe");
  expect(body).toEqual(person.session.user);
  expect(body.email).toBe(`${person.username}@example.com`);
});

test("A user can change their name and remove it, and a new e-mail address waits for its confirmation", async () => {
  const person = await newPerson(url);
  const email = `${uniqueName()}@example.com`;
  const changed = await person.answer("updateMe", {
    body: { fullName: "Grace Hopper", email, currentPassword: password },
  });
  expect(changed.body).toMatchObject({ fullName: "Grace Hopper", pendingEmail: email });
  const cleared = await person.answer("updateMe", { body: { fullName: null } });
  expect(cleared.body).toMatchObject({ fullName: null, pendingEmail: email });
});

test("A user cannot take another user's e-mail address", async () => {
  const [one, other] = [await newPerson(url), await newPerson(url)];
  const { status, body } = await other.refused("updateMe", {
    body: {
      email: one.session.user.email.toUpperCase(),
      currentPassword: password,
    },
  });
  expect([status, body.errors?.[0]?.path]).toEqual([409, "email"]);
});

test("A change of an account without any field is refused with 400", async () => {
  expect((await (await newPerson(url)).answer("updateMe", { body: {} })).status).toBe(400);
});

test("Other users see a user without the e-mail address", async () => {
  const [one, other] = [await newPerson(url), await newPerson(url)];
  const { status, body } = await other.answer("getUser", { params: { id: one.id } });
  expect(status).toBe(200);
  expect(Object.keys(body).sort()).toEqual(["createdAt", "fullName", "id", "username"]);
});

test("An unknown user id returns 404", async () => {
  expect((await (await newPerson(url)).answer("getUser", { params: { id: newId() } })).status).toBe(404);
});

test("A search finds users by the beginning of the username or full name in any case", async () => {
  const marker = uniqueName("find");
  const one = await newPerson(url, `${marker}-a`);
  const other = await newPerson(url, uniqueName(), `${marker} Someone`);
  const find = async (query: string) => (await one.call("findUsers", { query: { query } })).items;
  expect((await find(marker.toUpperCase())).map(({ id }) => id).sort()).toEqual([one.id, other.id].sort());
  expect((await find(`${marker}-a`)).map(({ id }) => id)).toEqual([one.id]);
});

test("A search finds users by a name with letters beyond ASCII in any case", async () => {
  const marker = uniqueName("find");
  const one = await newPerson(url, uniqueName(), `Ünal ${marker}`);
  const { items } = await one.call("findUsers", { query: { query: `ÜNAL ${marker}` } });
  expect(items.map(({ id }) => id)).toEqual([one.id]);
});

test("A search for users treats SQL wildcards as ordinary characters", async () => {
  const person = await newPerson(url);
  for (const query of ["%", "_", "\\", "' OR 1=1 --"]) {
    const { status, body } = await person.answer("findUsers", { query: { query } });
    const others = body.items.filter(
      ({ username, fullName = "" }) => !`${username} ${fullName}`.includes(query),
    );
    expect([query, status, others]).toEqual([query, 200, []]);
  }
});

describe("A full name", () => {
  test.each([
    ["%s", 409],
    ["@%s", 409],
    [" %s ", 409],
  ])("that reads as another user's username is refused: %j", async (pattern, status) => {
    const [ann, ben] = await newPeople(url, 2);
    const fullName = pattern.replace("%s", ann.username.toUpperCase());
    const refused = await ben.refused("updateMe", { body: { fullName } });
    expect([refused.status, refused.body.code]).toEqual([status, "name-of-another"]);
    expect(await ann.status("updateMe", { body: { fullName } })).toBe(200);
  });

  test("with hidden characters is refused, and so is a group's name", async () => {
    const [ann] = await newPeople(url, 1);
    const fullName = "photo\u202Egpj.exe";
    const { body } = await ann.refused("updateMe", { body: { fullName } });
    expect(body.errors).toMatchObject([{ path: "fullName", code: "hidden-characters" }]);
    const group = await ann.refused("createConversation", { body: { participantIds: [], name: "\u200B" } });
    expect(group.body.errors).toMatchObject([
      { path: "name", code: "hidden-characters" },
      { code: "not-visible" },
    ]);
  });
});

describe("A status", () => {
  test("reaches the devices of people who see the user, is part of every view of them, and ends", async () => {
    const [ann, ben] = await newPeople(url, 2);
    const { id } = await ann.startDirect(ben);
    const socket = await ben.connect();
    const status = { emoji: "🌴", text: "On holiday", expiresAt: "2999-01-01T00:00:00.000Z" };
    const quietHours = { from: "22:00", to: "07:00", timeZone: "Europe/Berlin" };
    const pausedUntil = "2999-01-01T00:00:00.000Z";
    await ann.call("updateMe", { body: { status, quietHours } });
    expect(await ann.call("updateMe", { body: { pausedUntil } })).toMatchObject({ status, quietHours });
    const { user } = await socket.next(
      (frame): frame is UserUpdated => frame.type === "user.updated" && frame.user.pausedUntil !== undefined,
    );
    expect(user).toMatchObject({ id: ann.id, status, quietHours, pausedUntil });
    const { participants } = await ben.call("getConversation", { params: { id } });
    expect(participants.find((one) => one.user.id === ann.id)?.user).toEqual(user);
    expect((await ben.call("findUsers", { query: { query: ann.username } })).items).toEqual([user]);
    const past = { ...status, expiresAt: "2020-01-01T00:00:00.000Z" };
    const body = { status: past, pausedUntil: past.expiresAt, quietHours: null };
    expect(await ann.call("updateMe", { body })).toEqual({
      ...ann.session.user,
      changedAt: expect.any(String),
    });
    await socket.close();
  });

  test("is refused with the name of the wrong field, and disappears with the account", async () => {
    const ann = await newPerson(url);
    const codeOf = async (body: object) => (await ann.refused("updateMe", { body })).body.errors?.[0];
    expect(await codeOf({ status: { emoji: "palm" } })).toMatchObject({
      path: "status.emoji",
      code: "invalid-emoji",
    });
    const quietHours = { from: "22:00", to: "07:00", timeZone: "Nowhere/Atlantis" };
    expect(await codeOf({ quietHours })).toMatchObject({
      path: "quietHours.timeZone",
      code: "unknown-time-zone",
    });
    expect(await codeOf({ quietHours: { ...quietHours, to: "25:00" } })).toMatchObject({
      path: "quietHours.to",
      code: "invalid-time",
    });
    expect(await codeOf({ keywords: Array(21).fill("word") })).toMatchObject({ path: "keywords" });
    await ann.call("updateMe", { body: { status: { emoji: "🌴" }, keywords: ["rhubarb"] } });
    expect((await ann.call("getMe")).keywords).toEqual(["rhubarb"]);
    // Her other devices know them as well.
    const device = await ann.connect();
    await ann.call("updateMe", { body: { keywords: ["rhubarb pie"] } });
    expect(await device.nextOf("keywords.updated")).toMatchObject({
      keywords: ["rhubarb pie"],
      changedAt: expect.any(String),
    });
    const sections = [{ kind: "direct" }, { kind: "own", id: newId(), name: "Clients" }] as const;
    await ann.call("updateMe", { body: { sections } });
    expect(await device.nextOf("sections.updated")).toMatchObject({
      sections,
      changedAt: expect.any(String),
    });
    expect((await ann.call("getMe")).sections).toEqual(sections);
    expect(await codeOf({ sections: Array(51).fill({ kind: "direct" }) })).toMatchObject({
      path: "sections",
    });
    await ann.call("deleteAccount", { body: { password } });
    const ben = await newPerson(url);
    expect(await ben.call("getUser", { params: { id: ann.id } })).not.toHaveProperty("status");
  });
});
