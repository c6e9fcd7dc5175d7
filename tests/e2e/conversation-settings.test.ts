import { beforeAll, describe, expect, inject, test } from "vitest";
import type { ConversationId } from "../../contract/ids.ts";
import { newPeople, type Person } from "../support/people.ts";

const { url } = inject("stack");

let ann: Person;
let ben: Person;
let cyd: Person;
let eve: Person;
beforeAll(async () => {
  [ann, ben, cyd, eve] = await newPeople(url, 4);
});

const get = async (person: Person, id: ConversationId) =>
  await person.call("getConversation", { params: { id } });
const set = (person: Person, id: ConversationId, settings: object) =>
  person.answer("updateSettings", { params: { id }, body: settings });
const username = (person: Person) => person.username;

describe("A participant's settings", () => {
  test("apply to no other participant and reach all of the participant's devices", async () => {
    const { id } = await ann.startGroup([ben]);
    const initial = { notify: "all", isPinned: false, isArchived: false, unreadFrom: null, sectionId: null };
    expect((await get(ben, id)).settings).toEqual(initial);
    const device = await ben.connect();
    const changed = await set(ben, id, { notify: "mentions", isPinned: true });
    const settings = { ...initial, notify: "mentions", isPinned: true };
    const event = await device.nextOf("settings.updated");
    expect(event).toMatchObject({ conversationId: id, settings, unreadCount: 0, mentionCount: 0 });
    expect(event.changedAt).toBeDefined();
    expect(changed).toMatchObject({ status: 200, body: { ...settings, changedAt: event.changedAt } });
    expect((await get(ben, id)).settings).toEqual(settings);
    expect((await get(ann, id)).settings).toEqual(initial);
    await device.close();
  });

  test("stop archiving a conversation when a new message arrives, unless the conversation is muted", async () => {
    const { id } = await ann.startGroup([ben]);
    await ann.send(id, "one");
    await set(ben, id, { isArchived: true });
    expect((await get(ben, id)).settings.isArchived).toBe(true);
    await ann.send(id, "two");
    expect((await get(ben, id)).settings.isArchived).toBe(false);
    await set(ben, id, { isArchived: true, notify: "nothing" });
    await ann.send(id, "three");
    expect((await get(ben, id)).settings.isArchived).toBe(true);
    await set(ben, id, { isArchived: false });
    expect((await get(ben, id)).settings.isArchived).toBe(false);
  });

  test("keep a conversation marked as unread until the participant reads or replies, without moving the read position", async () => {
    const { id } = await ann.startGroup([ben]);
    for (const text of ["one", "two", "three"]) await ann.send(id, text);
    await ben.call("markRead", { params: { id }, body: { seq: 3 } });
    expect((await set(ben, id, { unreadFrom: 2 })).status).toBe(200);
    expect(await get(ben, id)).toMatchObject({ unreadCount: 2, lastReadSeq: 3 });
    const list = (await ben.call("listConversations")).items;
    expect(list.find((item) => item.id === id)?.unreadCount).toBe(2);
    const read = await ben.answer("markRead", { params: { id }, body: { seq: 3 } });
    expect(read.body).toEqual({ lastReadSeq: 3, unreadCount: 0 });
    await set(ben, id, { unreadFrom: 1 });
    await ben.send(id, "an answer");
    expect(await get(ben, id)).toMatchObject({ unreadCount: 0, settings: { unreadFrom: null } });
  });

  test("are refused with the name of an invalid field, and with 404 for users who do not take part", async () => {
    const { id } = await ann.startGroup([ben]);
    await ann.send(id, "one");
    const pathsOf = async (settings: object) => {
      const refused = await set(ann, id, settings);
      expect(refused.status).toBe(400);
      return refused.problem.errors?.map(({ path }) => path);
    };
    expect(await pathsOf({ notify: "loudly" })).toEqual(["notify"]);
    expect(await pathsOf({ unreadFrom: 2, isPinned: true })).toEqual(["unreadFrom"]);
    expect(await pathsOf({ unreadFrom: 0 })).toEqual(["unreadFrom"]);
    expect(await pathsOf({})).toEqual([""]);
    expect((await get(ann, id)).settings.isPinned).toBe(false);
    expect((await set(eve, id, { isPinned: true })).status).toBe(404);
    expect((await set(eve, id, { unreadFrom: 9 })).status).toBe(404);
  });
});

describe("Mentions of a user", () => {
  test("count until the user has read them", async () => {
    const { id } = await ann.startGroup([ben, cyd]);
    await ann.send(id, `@${username(ben)} and @${username(ben)}, once`);
    const second = (await ann.send(id, `hello @nobody and \`@${username(ben)}\``)).body;
    await ann.send(id, `@${username(cyd).toUpperCase()}`);
    await ann.send(id, `@${username(ann)} talks to herself`);
    expect((await get(ben, id)).mentionCount).toBe(1);
    expect((await get(cyd, id)).mentionCount).toBe(1);
    expect((await get(ann, id)).mentionCount).toBe(0);
    await ann.call("editMessage", {
      params: { id, messageId: second.id },
      body: { content: `@${username(ben)}!` },
    });
    expect((await get(ben, id)).mentionCount).toBe(2);
    await ben.call("markRead", { params: { id }, body: { seq: 1 } });
    expect(await get(ben, id)).toMatchObject({ unreadCount: 3, mentionCount: 1 });
    await ann.call("deleteMessage", { params: { id, messageId: second.id } });
    expect((await get(ben, id)).mentionCount).toBe(0);
  });

  test("by @here count for participants who are online", async () => {
    const [dan, fay] = await newPeople(url, 2);
    const { id } = await ann.startGroup([dan, fay]);
    const device = await dan.connect();
    const { body } = await ann.send(id, "@here");
    expect(body.mentions).toMatchObject({ wide: "here" });
    expect(await get(dan, id)).toMatchObject({ unreadCount: 1, mentionCount: 1 });
    expect(await get(fay, id)).toMatchObject({ unreadCount: 1, mentionCount: 0 });
    await device.close();
  });
});

describe("Conversation roles", () => {
  const roleOf = async (person: Person, id: ConversationId) => (await get(person, id)).role;
  const give = (by: Person, id: ConversationId, to: Person, role: string) =>
    by.answer("updateParticipant", { params: { id, userId: to.id }, body: { role } });
  const remove = (by: Person, id: ConversationId, whom: Person) =>
    by.answer("removeParticipant", { params: { id, userId: whom.id } });

  test("can be assigned only by the owner, and every participant receives the change", async () => {
    const { id } = await ann.startGroup([ben, cyd]);
    const device = await cyd.connect();
    expect((await give(ann, id, ben, "admin")).status).toBe(204);
    expect(await device.nextOf("participant.updated")).toEqual({
      type: "participant.updated",
      conversationId: id,
      userId: ben.id,
      role: "admin",
      version: (await ben.call("getConversation", { params: { id } })).version,
    });
    expect((await give(ben, id, cyd, "admin")).status).toBe(403);
    expect((await give(cyd, id, cyd, "owner")).status).toBe(403);
    expect((await give(ann, id, ann, "member")).status).toBe(400);
    expect((await give(ann, id, eve, "admin")).status).toBe(404);
    expect((await give(eve, id, ben, "member")).status).toBe(404);
    expect((await give(ann, id, ben, "king")).problem.errors?.[0]?.path).toBe("role");
    // A group has one owner.
    await give(ann, id, ben, "owner");
    expect([await roleOf(ann, id), await roleOf(ben, id), await roleOf(cyd, id)]).toEqual([
      "admin",
      "owner",
      "member",
    ]);
    const direct = await ann.startDirect(ben);
    expect((await give(ann, direct.id, ben, "admin")).status).toBe(403);
    await device.close();
  });

  test("decide which participants a participant may remove", async () => {
    const { id } = await ann.startGroup([ben, cyd, eve]);
    await give(ann, id, ben, "admin");
    expect((await remove(cyd, id, eve)).status).toBe(403);
    expect((await remove(ben, id, ann)).status).toBe(403);
    expect((await remove(ben, id, eve)).status).toBe(204);
    await give(ann, id, cyd, "admin");
    expect((await remove(ben, id, cyd)).status).toBe(403);
    expect((await remove(ann, id, cyd)).status).toBe(204);
    expect((await get(ann, id)).participantCount).toBe(2);
  });

  test("pass ownership to the first admin, or else to the first member, when the owner leaves", async () => {
    const { id } = await ann.startGroup([ben]);
    await ann.call("addParticipants", { params: { id }, body: { participantIds: [cyd.id] } });
    await give(ann, id, cyd, "admin");
    const device = await ben.connect();
    expect((await remove(ann, id, ann)).status).toBe(204);
    // The event that made Cyd an admin may also arrive after Ben has connected.
    await device.next(
      (frame) => frame.type === "participant.updated" && frame.userId === cyd.id && frame.role === "owner",
    );
    expect((await remove(cyd, id, cyd)).status).toBe(204);
    expect(await roleOf(ben, id)).toBe("owner");
    expect((await remove(ben, id, ben)).status).toBe(204);
    await device.close();
  });

  test("let only admins change the group if its owner chose so", async () => {
    const { id } = await ann.startGroup([ben]);
    const patch = (person: Person, change: object) =>
      person.answer("updateConversation", { params: { id }, body: change });
    expect((await patch(ben, { name: "By Ben" })).status).toBe(200);
    expect((await patch(ben, { adminsOnly: true })).status).toBe(403);
    expect((await patch(ann, { adminsOnly: true })).status).toBe(200);
    expect((await patch(ben, { name: "By Ben again" })).status).toBe(403);
    const add = { participantIds: [cyd.id] };
    expect(await ben.status("addParticipants", { params: { id }, body: add })).toBe(403);
    await give(ann, id, ben, "admin");
    expect(await ben.status("addParticipants", { params: { id }, body: add })).toBe(200);
    expect(await get(cyd, id)).toMatchObject({
      name: "By Ben",
      adminsOnly: true,
      version: 4,
      role: "member",
    });
  });
});

test("A user who went offline has the time when they were last seen", async () => {
  const { id } = await ann.startDirect(ben);
  const bensEntry = async () => {
    const { items } = await ann.call("listParticipants", { params: { id } });
    return items.find(({ user }) => user.id === ben.id);
  };
  const socket = await ben.connect();
  expect(await bensEntry()).toMatchObject({ online: true });
  expect(await bensEntry()).not.toHaveProperty("lastSeenAt");
  await socket.close();
  // A user goes offline only if they do not return within a few seconds.
  await expect.poll(bensEntry, { interval: 500 }).toMatchObject({
    online: false,
    lastSeenAt: expect.stringMatching(/^\d{4}-/),
  });
});
