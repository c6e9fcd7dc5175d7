import { type Kysely, sql } from "kysely";
import { describe, expect, test } from "vitest";
import type { ConversationId, UserId } from "../../../contract/ids.ts";
import { type ParticipantRole, ParticipantsQuery } from "../../../contract/participants.ts";
import {
  afterWaitingFor,
  connect,
  db,
  newGroup,
  newUser,
  newUsers,
  send,
} from "../../../tests/support/domain.ts";
import { deleteAccount } from "../accounts/deletion.ts";
import type { Schema } from "../schema.ts";
import { createConversation } from "./create.ts";
import { addParticipants, changeRole, listParticipants, removeParticipant } from "./participants.ts";
import { updateConversation } from "./update.ts";
import { getConversation } from "./views.ts";

/** A group of Ada (owner), Ben (admin) and Cleo (member), who joined in this order. */
async function group() {
  const { ada, ben, cleo } = await newUsers();
  const id = await newGroup(ada, ben, cleo);
  await changeRole(db, id, { callerId: ada, userId: ben, role: "admin" });
  return { id, ada, ben, cleo };
}

const rolesIn = async (id: ConversationId, callerId: UserId) => {
  const { items } = await listParticipants(db, id, callerId, { limit: 100 });
  return new Map(items.map(({ user, role }) => [user.id, role]));
};

describe("Adding participants", () => {
  test("adds each once, with the history already read, and keeps the role of those who take part", async () => {
    const { id, ada, ben } = await group();
    await send(id, ada);
    const dora = await newUser("dora");
    const added = await addParticipants(db, id, ada, [dora, ben], 100);
    const members = added.map(({ user, role, lastReadSeq }) => [user.id, { role, lastReadSeq }] as const);
    expect(members).toEqual([[dora, { role: "member", lastReadSeq: 1 }]]);
    expect((await rolesIn(id, ada)).get(ben)).toBe("admin");
    expect(await getConversation(db, dora, id)).toMatchObject({ unreadCount: 0, participantCount: 4 });
  });

  test("beyond the maximum is refused as a whole", async () => {
    const { id, ada } = await group();
    const [dora, emil] = [await newUser(), await newUser()];
    await expect(addParticipants(db, id, ada, [dora, emil], 4)).rejects.toMatchObject({
      code: "group-full",
      errors: [{ path: "participantIds", limit: 4 }],
    });
    expect((await rolesIn(id, ada)).size).toBe(3);
    await addParticipants(db, id, ada, [dora], 4);
    expect((await rolesIn(id, ada)).size).toBe(4);
  });

  test("is open to every member unless only admins may change the group", async () => {
    const { id, ada, ben, cleo } = await group();
    await addParticipants(db, id, cleo, [await newUser()], 100);
    await updateConversation(db, id, ada, { adminsOnly: true });
    const dora = await newUser();
    await expect(addParticipants(db, id, cleo, [dora], 100)).rejects.toMatchObject({ code: "admins-only" });
    await addParticipants(db, id, ben, [dora], 100);
  });
});

test("A user whose allowance is used up can neither add, remove nor promote people, nor leave", async () => {
  const { id, ada, ben, cleo } = await group();
  const callerId = ada;
  await sql`
    INSERT INTO allowances AS a (user_id, kind, tokens_left, refilled_at)
    VALUES (${ada}::uuid, 'participants', 0, now() + interval '1 minute')
    ON CONFLICT (user_id, kind) DO UPDATE SET tokens_left = 0, refilled_at = excluded.refilled_at`.execute(
    db.once,
  );
  const refused = { code: "rate-limited" };
  await expect(addParticipants(db, id, ada, [await newUser()], 100)).rejects.toMatchObject(refused);
  await expect(removeParticipant(db, id, { callerId, userId: cleo })).rejects.toMatchObject(refused);
  await expect(removeParticipant(db, id, { callerId, userId: ada })).rejects.toMatchObject(refused);
  await expect(changeRole(db, id, { callerId, userId: ben, role: "member" })).rejects.toMatchObject(refused);
  // An account that is deleted leaves its groups nevertheless.
  await deleteAccount(db, ada);
  expect([...(await rolesIn(id, ben)).keys()].sort()).toEqual([ben, cleo].sort());
});

describe("Removing a participant", () => {
  const cases: [ParticipantRole, ParticipantRole, boolean][] = [
    ["owner", "admin", true],
    ["owner", "member", true],
    ["admin", "owner", false],
    ["admin", "member", true],
    ["member", "owner", false],
    ["member", "admin", false],
  ];
  test.each(cases)("is possible for the %s with the %s: %s", async (callerRole, role, isAllowed) => {
    const { id, ada, ben, cleo } = await group();
    const people = { owner: ada, admin: ben, member: cleo };
    const removal = removeParticipant(db, id, { callerId: people[callerRole], userId: people[role] });
    if (!isAllowed) await expect(removal).rejects.toMatchObject({ code: "cannot-remove-participant" });
    else expect(await removal).toMatchObject({ participantCount: 2, newOwnerId: null });
    expect((await rolesIn(id, people[callerRole])).has(people[role])).toBe(!isAllowed);
  });

  test("is refused to an admin with another admin, and to a member with another member", async () => {
    const { id, ada, ben, cleo } = await group();
    const dora = await newUser();
    await addParticipants(db, id, ada, [dora], 100);
    const byMember = removeParticipant(db, id, { callerId: cleo, userId: dora });
    await expect(byMember).rejects.toMatchObject({ code: "cannot-remove-participant" });
    await changeRole(db, id, { callerId: ada, userId: dora, role: "admin" });
    const byAdmin = removeParticipant(db, id, { callerId: ben, userId: dora });
    await expect(byAdmin).rejects.toMatchObject({ code: "cannot-remove-participant" });
  });

  test("gives a group whose owner leaves to the admin, then to the member who joined first, and at last to nobody", async () => {
    const { id, ada, ben, cleo } = await group();
    const dora = await newUser();
    await addParticipants(db, id, ada, [dora], 100);
    const leave = (userId: UserId) => removeParticipant(db, id, { callerId: userId, userId });
    expect(await leave(ada)).toMatchObject({ participantCount: 3, newOwnerId: ben });
    expect(await rolesIn(id, cleo)).toEqual(
      new Map([
        [ben, "owner"],
        [cleo, "member"],
        [dora, "member"],
      ]),
    );
    expect(await leave(ben)).toMatchObject({ participantCount: 2, newOwnerId: cleo });
    expect(await leave(dora)).toMatchObject({ participantCount: 1, newOwnerId: null });
    expect(await leave(cleo)).toMatchObject({ participantCount: 0, newOwnerId: null });
  });

  test("reports the size and version that remain after simultaneous removals, and raises the version each time", async () => {
    const { id, ada, ben, cleo } = await group();
    const { version } = await getConversation(db, ada, id);
    const leave = (userId: UserId) => removeParticipant(db, id, { callerId: userId, userId });
    const removals = await Promise.all([leave(ben), leave(cleo)]);
    const latest = removals.toSorted((a, b) => b.version - a.version)[0];
    expect(latest).toMatchObject({ participantCount: 1, version: version + 2 });
    await addParticipants(db, id, ada, [ben], 100);
    await addParticipants(db, id, ada, [ben], 100);
    expect((await getConversation(db, ada, id)).version).toBe(version + 3);
    const [changed] = await changeRole(db, id, { callerId: ada, userId: ben, role: "admin" });
    expect(changed?.version).toBe(version + 4);
    const refused = removeParticipant(db, id, { callerId: ben, userId: ada });
    await expect(refused).rejects.toMatchObject({ code: "cannot-remove-participant" });
    expect((await getConversation(db, ada, id)).version).toBe(version + 4);
  });

  test("is refused for people who do not take part, and to callers who do not", async () => {
    const { id, ada, cleo } = await group();
    const stranger = await newUser();
    const ofStranger = removeParticipant(db, id, { callerId: ada, userId: stranger });
    await expect(ofStranger).rejects.toMatchObject({ code: "participant-not-found" });
    const byStranger = removeParticipant(db, id, { callerId: stranger, userId: cleo });
    await expect(byStranger).rejects.toMatchObject({ code: "conversation-not-found" });
  });
});

describe("Changing a role", () => {
  test("hands over a group, and makes the previous owner an admin", async () => {
    const { id, ada, ben, cleo } = await group();
    const changed = await changeRole(db, id, { callerId: ada, userId: cleo, role: "owner" });
    expect(new Map(changed.map(({ userId, role }) => [userId, role]))).toEqual(
      new Map([
        [cleo, "owner"],
        [ada, "admin"],
      ]),
    );
    expect(await rolesIn(id, ada)).toEqual(
      new Map([
        [ada, "admin"],
        [ben, "admin"],
        [cleo, "owner"],
      ]),
    );
  });

  test("changes only the named participant unless it hands over the group", async () => {
    const { id, ada, ben, cleo } = await group();
    const changed = await changeRole(db, id, { callerId: ada, userId: ben, role: "member" });
    expect(changed).toEqual([{ userId: ben, role: "member", version: 4 }]);
    expect((await rolesIn(id, ada)).get(cleo)).toBe("member");
  });

  test("is refused to everyone but the owner, for the owner's own role, and for strangers", async () => {
    const { id, ada, ben, cleo } = await group();
    const stranger = await newUser();
    const change = (callerId: UserId, userId: UserId) =>
      changeRole(db, id, { callerId, userId, role: "admin" });
    await expect(change(ben, cleo)).rejects.toMatchObject({ code: "owner-only" });
    await expect(change(ada, ada)).rejects.toMatchObject({
      code: "cannot-change-own-role",
      errors: [{ path: "userId" }],
    });
    await expect(change(ada, stranger)).rejects.toMatchObject({ code: "participant-not-found" });
    await expect(change(stranger, cleo)).rejects.toMatchObject({ code: "conversation-not-found" });
  });
});

test("The participants of a direct conversation never change", async () => {
  const { ada, ben, cleo } = await newUsers();
  const { id } = (await createConversation(db, ada, { participantIds: [ben] })).conversation;
  for (const change of [
    () => addParticipants(db, id, ada, [cleo], 100),
    () => removeParticipant(db, id, { callerId: ada, userId: ada }),
    () => changeRole(db, id, { callerId: ada, userId: ben, role: "owner" }),
    () => updateConversation(db, id, ada, { name: "Us" }),
  ]) {
    await expect(change()).rejects.toMatchObject({ code: "direct-conversation-is-fixed" });
  }
});

test("The pages of the participant list contain each participant once, in the order of their ids", async () => {
  const { id, ada, ben, cleo } = await group();
  const first = await listParticipants(db, id, ada, { limit: 2 });
  const second = await listParticipants(db, id, ada, { limit: 2, cursor: first.nextCursor ?? "" });
  expect([...first.items, ...second.items].map(({ user }) => user.id)).toEqual([ada, ben, cleo].sort());
  expect(second.nextCursor).toBeNull();
  expect((await listParticipants(db, id, ada, { limit: 3 })).nextCursor).toBeNull();
  const stranger = await newUser();
  await expect(listParticipants(db, id, stranger, { limit: 2 })).rejects.toMatchObject({
    code: "conversation-not-found",
  });
});

test("A query finds participants by any part of their names, and nobody else", async () => {
  const { id, ada, ben } = await group();
  await newUser("ben");
  const foundBy = async (query: string) =>
    (await listParticipants(db, id, ada, { limit: 3, query })).items.map(({ user }) => user.id);
  expect(await foundBy("BEN")).toEqual([ben]);
  expect(await foundBy(ben.slice(0, 8))).toEqual([ben]);
  expect(await foundBy("b")).toContain(ben);
  expect(await foundBy("ben nobody")).toEqual([]);
  expect(await foundBy("\u0301")).toEqual([]);
});

test("Participants are listed page by page in the order of their usernames as well", async () => {
  const { id, ada, ben, cleo } = await group();
  const names = await Promise.all(["cleo-marie", "abe", "ben.b"].map((name) => newUser(name)));
  await addParticipants(db, id, ada, names, 100);
  const { items } = await listParticipants(db, id, ada, { limit: 100 });
  const usernames = items.map(({ user }) => user.username).sort();
  const listed: string[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < 3; page++) {
    const answer = await listParticipants(db, id, ada, { limit: 2, order: "username", cursor });
    listed.push(...answer.items.map(({ user }) => user.username));
    cursor = answer.nextCursor ?? undefined;
  }
  expect(cursor).toBeUndefined();
  expect(listed).toEqual(usernames);
  expect(new Set(items.map(({ user }) => user.id))).toEqual(new Set([ada, ben, cleo, ...names]));
});

test("A page may end with a deleted user, and its cursor leads to the next one", async () => {
  const { id, ada, ben } = await group();
  await addParticipants(db, id, ada, [await newUser("zoe")], 100);
  await sql`
    UPDATE users SET username = 'deleted~' || right(replace(id::text, '-', ''), 16)
    WHERE id = ${ben}::uuid`.execute(db.once);
  const { items } = await listParticipants(db, id, ada, { limit: 4, order: "username" });
  const limit = 1 + items.findIndex(({ user }) => user.id === ben);
  const { nextCursor } = await listParticipants(db, id, ada, { limit, order: "username" });
  const query = ParticipantsQuery.parse({ cursor: nextCursor, order: "username" });
  const next = await listParticipants(db, id, ada, query);
  expect(items.slice(limit)).toHaveLength(1);
  expect(next.items).toEqual(items.slice(limit));
});

test("A participant is shown as online while they have a connection", async () => {
  const { id, ada, ben } = await group();
  await connect(ben);
  const { items } = await listParticipants(db, id, ada, { limit: 3 });
  expect(items.filter(({ online }) => online).map(({ user }) => user.id)).toEqual([ben]);
});

describe("A rule about the roles in a group holds at the moment of the write:", () => {
  const set = (id: ConversationId, userId: UserId, role: ParticipantRole) => (transaction: Kysely<Schema>) =>
    sql`
      WITH locked AS (SELECT c.id FROM conversations c WHERE c.id = ${id}::uuid FOR NO KEY UPDATE)
      UPDATE participants p SET role = ${role} FROM locked
      WHERE p.conversation_id = locked.id AND p.user_id = ${userId}::uuid`.execute(transaction);
  const remove = (id: ConversationId, userId: UserId) => (transaction: Kysely<Schema>) =>
    sql`
      WITH locked AS (SELECT c.id FROM conversations c WHERE c.id = ${id}::uuid FOR NO KEY UPDATE)
      DELETE FROM participants p USING locked
      WHERE p.conversation_id = locked.id AND p.user_id = ${userId}::uuid`.execute(transaction);
  const refusal = (code: string) => ({ status: "rejected", reason: { code } });

  test("an admin who becomes a member meanwhile removes nobody", async () => {
    const { id, ada, ben, cleo } = await group();
    const outcome = await afterWaitingFor(set(id, ben, "member"), () =>
      removeParticipant(db, id, { callerId: ben, userId: cleo }),
    );
    expect(outcome).toMatchObject(refusal("cannot-remove-participant"));
    expect((await rolesIn(id, ada)).has(cleo)).toBe(true);
  });

  test("a participant who is removed meanwhile neither returns nor adds others", async () => {
    for (const toAdd of [(cleo: UserId) => cleo, () => newUser()]) {
      const { id, ada, cleo } = await group();
      const added = await toAdd(cleo);
      const outcome = await afterWaitingFor(remove(id, cleo), () =>
        addParticipants(db, id, cleo, [added], 100),
      );
      expect(outcome).toMatchObject(refusal("conversation-not-found"));
      expect((await rolesIn(id, ada)).size).toBe(2);
    }
  });

  test("a participant who is removed meanwhile changes nothing of the group", async () => {
    const { id, ada, cleo } = await group();
    const outcome = await afterWaitingFor(remove(id, cleo), () =>
      updateConversation(db, id, cleo, { name: "Hostile" }),
    );
    expect(outcome).toMatchObject(refusal("conversation-not-found"));
    expect((await getConversation(db, ada, id)).name).toBeNull();
  });

  test("an admin who becomes a member meanwhile does not open the group", async () => {
    const { id, ben } = await group();
    const outcome = await afterWaitingFor(set(id, ben, "member"), () =>
      updateConversation(db, id, ben, { adminsOnly: true }),
    );
    expect(outcome).toMatchObject(refusal("admins-only"));
  });

  test("an owner who is replaced meanwhile makes nobody else the owner", async () => {
    const { id, ada, ben, cleo } = await group();
    const replaced = async (transaction: Kysely<Schema>) => {
      await set(id, ada, "admin")(transaction);
      await set(id, ben, "owner")(transaction);
    };
    const outcome = await afterWaitingFor(replaced, () =>
      changeRole(db, id, { callerId: ada, userId: cleo, role: "owner" }),
    );
    expect(outcome).toMatchObject(refusal("owner-only"));
    expect([...(await rolesIn(id, ada)).values()].filter((role) => role === "owner")).toHaveLength(1);
  });

  test("a group whose owner leaves belongs to a participant who still takes part", async () => {
    const { id, ada, ben, cleo } = await group();
    const outcome = await afterWaitingFor(remove(id, ben), () =>
      removeParticipant(db, id, { callerId: ada, userId: ada }),
    );
    expect(outcome).toMatchObject({ status: "fulfilled", value: { newOwnerId: cleo } });
    expect(await rolesIn(id, cleo)).toEqual(new Map([[cleo, "owner"]]));
  });
});
