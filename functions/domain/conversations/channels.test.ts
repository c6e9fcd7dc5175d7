import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import type { NewConversation } from "../../../contract/conversations.ts";
import type { ConversationId, UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import { by, db, newGroup, newUser, newUsers, send, unlimited } from "../../../tests/support/domain.ts";
import { createAccount } from "../accounts/create-account.ts";
import { editMessage, setReaction } from "../messages/change.ts";
import { listChannelMessages } from "../messages/history.ts";
import { getChannel, listChannels } from "./channels.ts";
import { createConversation } from "./create.ts";
import { addParticipants, changeRole, removeParticipant } from "./participants.ts";
import { updateConversation } from "./update.ts";
import { getConversation } from "./views.ts";

const newName = () => `design ${randomUUID()}`;

async function newChannel(owner: UserId, more: Partial<NewConversation> = {}) {
  const request = { participantIds: [], name: newName(), kind: "channel" as const, ...more };
  const { conversation } = await createConversation(db, owner, request);
  return { id: conversation.id, name: request.name };
}

const join = (id: ConversationId, userId: UserId) => addParticipants(db, id, userId, [userId], 10_000);
const setRole = (userId: UserId, role: string) =>
  sql`UPDATE users SET workspace_role = ${role} WHERE id = ${userId}::uuid`.execute(db.once);

/** Adds so many participants that joins are no longer announced. */
async function crowd(id: ConversationId): Promise<void> {
  const size = limits.announcedParticipants;
  await sql`
    WITH added AS (
      INSERT INTO users (id, username, email, password_hash)
      SELECT gen_random_uuid(), 'u' || name, name || '@crowd.example', ''
      FROM (SELECT left(replace(gen_random_uuid()::text, '-', ''), 20) AS name FROM generate_series(1, ${size})) names
      RETURNING id
    )
    INSERT INTO participants (conversation_id, user_id, role) SELECT ${id}::uuid, id, 'member' FROM added`.execute(
    db.once,
  );
}

describe("A channel", () => {
  test("has the name that no other channel has, regardless of case and Unicode form", async () => {
    const ada = await newUser();
    const { name } = await newChannel(ada, { name: `Ünal ${randomUUID()}` });
    const others = [name, name.toUpperCase(), name.normalize("NFD"), ` ${name} `];
    for (const other of others) {
      await expect(newChannel(ada, { name: other })).rejects.toMatchObject({ code: "channel-name-taken" });
    }
    const { id } = await newChannel(ada);
    const renamed = updateConversation(db, id, ada, { name: name.toLowerCase() });
    await expect(renamed).rejects.toMatchObject({ code: "channel-name-taken" });
    // Two groups may have the same name, because people cannot find groups by name.
    await createConversation(db, ada, { participantIds: [], name, isGroupChat: true });
  });

  test("needs a name, even when a group becomes a channel", async () => {
    const ada = await newUser();
    const unnamed = createConversation(db, ada, { participantIds: [], kind: "channel" });
    await expect(unnamed).rejects.toMatchObject({ code: "channel-needs-name" });
    const id = await newGroup(ada);
    const converted = updateConversation(db, id, ada, { kind: "channel" });
    await expect(converted).rejects.toMatchObject({ code: "channel-needs-name" });
    await updateConversation(db, id, ada, { kind: "channel", name: newName() });
    expect(await getChannel(db, await newUser(), id)).toMatchObject({ isJoined: false });
  });

  test("is found by any part of its name or topic, regardless of case and accents", async () => {
    const { ada, ben } = await newUsers();
    const mark = randomUUID().slice(0, 8);
    const cafe = await newChannel(ada, { name: `b Café ${mark}` });
    const other = await newChannel(ada, { name: `a ${mark}`, topic: `100% coffee (${mark})` });
    const found = async (query: string) => (await listChannels(db, ben, { query })).items.map(({ id }) => id);
    expect(await found(`CAFE ${mark}`)).toEqual([cafe.id]);
    expect(await found(`100% coffee (${mark}`)).toEqual([other.id]);
    expect(await found(mark)).toEqual([other.id, cafe.id]);
    expect(await found(`_${mark}`)).toEqual([]);
    const first = await listChannels(db, ben, { query: mark, limit: 1 });
    const second = await listChannels(db, ben, { query: mark, limit: 1, cursor: first.nextCursor ?? "" });
    expect([first.items[0]?.id, second.items[0]?.id, second.nextCursor]).toEqual([other.id, cafe.id, null]);
  });

  test("is read and joined by a user without an invitation, once", async () => {
    const { ada, ben } = await newUsers();
    const { id } = await newChannel(ada, { topic: "Type", description: "Screens\nand colours" });
    await send(id, ada, "before");
    const { items } = await listChannelMessages(db, id, ben, {});
    expect(items.map(({ content }) => content)).toEqual(["before"]);
    await join(id, ben);
    await join(id, ben);
    expect(await getConversation(db, ben, id)).toMatchObject({
      kind: "channel",
      isGroupChat: true,
      role: "member",
      topic: "Type",
      description: "Screens\nand colours",
      participantCount: 2,
      unreadCount: 0,
    });
    expect(await getChannel(db, ben, id)).toMatchObject({ isJoined: true, participantCount: 2 });
    await removeParticipant(db, id, { callerId: ben, userId: ben });
    expect(await getChannel(db, ben, id)).toMatchObject({ isJoined: false, participantCount: 1 });
  });

  test("does not exist for guests who do not take part in it", async () => {
    const { ada, ben } = await newUsers();
    const { id, name } = await newChannel(ada);
    await setRole(ben, "guest");
    const missing = { code: "conversation-not-found" };
    await expect(getChannel(db, ben, id)).rejects.toMatchObject(missing);
    await expect(listChannelMessages(db, id, ben, {})).rejects.toMatchObject(missing);
    await expect(join(id, ben)).rejects.toMatchObject(missing);
    expect((await listChannels(db, ben, { query: name })).items).toEqual([]);
    await addParticipants(db, id, ada, [ben], 10);
    expect(await getConversation(db, ben, id)).toMatchObject({ id });
  });

  test("admits only invited users as long as it is a group", async () => {
    const { ada, ben } = await newUsers();
    const id = await newGroup(ada);
    const missing = { code: "conversation-not-found" };
    await expect(getChannel(db, ben, id)).rejects.toMatchObject(missing);
    await expect(listChannelMessages(db, id, ben, {})).rejects.toMatchObject(missing);
    await expect(join(id, ben)).rejects.toMatchObject(missing);
  });

  test("that everyone has left belongs to the next user who joins it", async () => {
    const { ada, ben } = await newUsers();
    const { id } = await newChannel(ada);
    await removeParticipant(db, id, { callerId: ada, userId: ada });
    await join(id, ben);
    expect(await getConversation(db, ben, id)).toMatchObject({ role: "owner", participantCount: 1 });
  });

  test("counts a version for each join, but not once it is large, because its clients do not learn of it", async () => {
    const { ada, ben, cleo } = await newUsers();
    const { id } = await newChannel(ada);
    const version = async () => (await getConversation(db, ada, id)).version;
    await join(id, ben);
    expect(await version()).toBe(1);
    await crowd(id);
    await join(id, cleo);
    await removeParticipant(db, id, { callerId: ben, userId: ben });
    expect(await version()).toBe(1);
    expect((await getConversation(db, ada, id)).participantCount).toBe(limits.announcedParticipants + 2);
  });
});

describe("An archived channel", () => {
  test("refuses new messages, edits, reactions, participants and other changes, until it is restored", async () => {
    const { ada, ben, cleo } = await newUsers();
    const { id } = await newChannel(ada);
    await join(id, ben);
    const { id: messageId } = await send(id, ben, "old");
    await updateConversation(db, id, ada, { isArchived: true });
    const archived = { code: "conversation-archived" };
    const change = { conversationId: id, messageId, callerId: ben, sessionId: by(ben).sessionId };
    await expect(send(id, ben)).rejects.toMatchObject(archived);
    await expect(editMessage(db, change, "new", unlimited)).rejects.toMatchObject(archived);
    await expect(setReaction(db, change, "👍", true, unlimited)).rejects.toMatchObject(archived);
    await expect(join(id, cleo)).rejects.toMatchObject(archived);
    await expect(addParticipants(db, id, ada, [cleo], 10)).rejects.toMatchObject(archived);
    await expect(updateConversation(db, id, ada, { topic: "x" })).rejects.toMatchObject(archived);
    // Repeating an edit that has taken effect changes nothing.
    expect(await editMessage(db, change, "old", unlimited)).toMatchObject({ content: "old" });
    expect((await getConversation(db, ben, id)).archivedAt).toBeDefined();
    await updateConversation(db, id, ada, { isArchived: false, topic: "x" });
    expect(await send(id, ben)).toMatchObject({ seq: 2 });
    expect(await getConversation(db, ben, id)).not.toHaveProperty("archivedAt");
  });

  test("is listed apart from the others", async () => {
    const { ada, ben } = await newUsers();
    const { id, name } = await newChannel(ada);
    await updateConversation(db, id, ada, { isArchived: true });
    expect((await listChannels(db, ben, { query: name })).items).toEqual([]);
    expect((await listChannels(db, ben, { query: name, archived: "true" })).items).toMatchObject([{ id }]);
  });
});

describe("The rules of a channel", () => {
  /** A channel of Ada (owner), Ben (admin) and Cleo (member). */
  async function channel() {
    const { ada, ben, cleo } = await newUsers();
    const { id, name } = await newChannel(ada);
    for (const user of [ben, cleo]) await join(id, user);
    await changeRole(db, id, { callerId: ada, userId: ben, role: "admin" });
    return { id, name, ada, ben, cleo };
  }

  test("let only the owner and admins post in a channel of announcements", async () => {
    const { id, ada, ben, cleo } = await channel();
    await updateConversation(db, id, ben, { postingRule: "admins" });
    await expect(send(id, cleo)).rejects.toMatchObject({ code: "posting-restricted" });
    expect([(await send(id, ada)).seq, (await send(id, ben)).seq]).toEqual([1, 2]);
    await updateConversation(db, id, ben, { postingRule: "everyone" });
    expect(await send(id, cleo)).toMatchObject({ seq: 3 });
  });

  test("let members describe it, and only admins archive it or change its rules", async () => {
    const { id, cleo } = await channel();
    await updateConversation(db, id, cleo, { topic: "Type", description: null });
    for (const change of [{ isArchived: true }, { postingRule: "admins" as const }, { adminsOnly: true }]) {
      await expect(updateConversation(db, id, cleo, change)).rejects.toMatchObject({ code: "admins-only" });
    }
  });

  test("let only the owner make a group a channel", async () => {
    const { ada, ben } = await newUsers();
    const id = await newGroup(ada, ben);
    await changeRole(db, id, { callerId: ada, userId: ben, role: "admin" });
    const converted = updateConversation(db, id, ben, { kind: "channel", name: newName() });
    await expect(converted).rejects.toMatchObject({ code: "owner-only" });
  });

  test("let only the workspace's owners and admins make it a default, which newcomers join", async () => {
    const { id, ada } = await channel();
    const isDefault = { isDefault: true };
    await expect(updateConversation(db, id, ada, isDefault)).rejects.toMatchObject({
      code: "workspace-admins-only",
    });
    await setRole(ada, "admin");
    const group = await newGroup(ada);
    await expect(updateConversation(db, group, ada, isDefault)).rejects.toMatchObject({
      code: "default-for-channels-only",
    });
    await updateConversation(db, id, ada, isDefault);
    const username = `new-${randomUUID().slice(0, 13)}`;
    const register = () =>
      createAccount(db, { username, email: `${username}@example.org`, passwordHash: "x" });
    const { account, joined } = await register();
    expect(joined).toContain(id);
    expect(await getConversation(db, account.id, id)).toMatchObject({ role: "member", participantCount: 4 });
    await updateConversation(db, id, ada, { isDefault: false });
  });
});

test("The number of participants is right after simultaneous joins and departures", async () => {
  const { ada, ben, cleo } = await newUsers();
  const { id } = await newChannel(ada);
  await join(id, ben);
  const dora = await newUser();
  await Promise.all([
    join(id, cleo),
    join(id, cleo),
    join(id, dora),
    removeParticipant(db, id, { callerId: ben, userId: ben }),
  ]);
  const { rows } = await sql<{ stored: number; counted: number }>`
    SELECT participant_count AS stored,
      (SELECT count(*) FROM participants p WHERE p.conversation_id = c.id) AS counted
    FROM conversations c WHERE c.id = ${id}::uuid`.execute(db.once);
  expect(rows).toEqual([{ stored: 3, counted: 3 }]);
});
