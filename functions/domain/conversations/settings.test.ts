import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { type ConversationId, SectionId, UserId } from "../../../contract/ids.ts";
import { db, newGroup, newUser, newUsers, send } from "../../../tests/support/domain.ts";
import { markRead } from "../messages/read-position.ts";
import { updateSettings } from "./settings.ts";
import { getConversation } from "./views.ts";

const settingsOf = async (id: ConversationId, userId: UserId) =>
  (await getConversation(db, userId, id)).settings;

test("A participant's settings change one by one, and only for that participant", async () => {
  const { ada, ben } = await newUsers();
  const id = await newGroup(ada, ben);
  await updateSettings(db, id, ben, { notify: "mentions" });
  const { settings } = await updateSettings(db, id, ben, { isPinned: true });
  expect(settings).toEqual({
    notify: "mentions",
    isPinned: true,
    isArchived: false,
    unreadFrom: null,
    sectionId: null,
  });
  expect(await settingsOf(id, ben)).toEqual(settings);
  expect(await settingsOf(id, ada)).toMatchObject({ notify: "all", isPinned: false });
});

test("A participant puts a conversation into a section and takes it out again", async () => {
  const { ada, ben } = await newUsers();
  const id = await newGroup(ada, ben);
  const sectionId = SectionId.parse(randomUUID());
  expect((await updateSettings(db, id, ben, { sectionId })).settings.sectionId).toBe(sectionId);
  expect((await settingsOf(id, ben)).sectionId).toBe(sectionId);
  expect((await settingsOf(id, ada)).sectionId).toBeNull();
  expect((await updateSettings(db, id, ben, { sectionId: null })).settings.sectionId).toBeNull();
});

test("A new message brings an archived conversation back, unless it is muted", async () => {
  const { ada, ben } = await newUsers();
  const id = await newGroup(ada, ben);
  expect((await updateSettings(db, id, ben, { isArchived: true })).settings.isArchived).toBe(true);
  await send(id, ada);
  expect((await settingsOf(id, ben)).isArchived).toBe(false);
  await updateSettings(db, id, ben, { isArchived: true, notify: "nothing" });
  await send(id, ada);
  expect((await settingsOf(id, ben)).isArchived).toBe(true);
  expect((await updateSettings(db, id, ben, { isArchived: false })).settings.isArchived).toBe(false);
});

test("A conversation marked as unread counts from that message, up to the last one", async () => {
  const { ada, ben } = await newUsers();
  const id = await newGroup(ada, ben);
  for (let count = 0; count < 3; count++) await send(id, ada);
  await markRead(db, [{ conversationId: id, userId: ben, seq: 3 }]);
  expect(await updateSettings(db, id, ben, { unreadFrom: 2 })).toMatchObject({
    settings: { unreadFrom: 2 },
    unreadCount: 2,
  });
  expect(await updateSettings(db, id, ben, { unreadFrom: null })).toMatchObject({ unreadCount: 0 });
  await expect(updateSettings(db, id, ben, { unreadFrom: 4 })).rejects.toMatchObject({
    code: "unread-after-last-message",
    errors: [{ path: "unreadFrom" }],
  });
});

test("Mentions count until they are read, and only for those whom a message mentions", async () => {
  const { ada, ben, cleo } = await newUsers();
  const id = await newGroup(ada, ben, cleo);
  const { participants } = await getConversation(db, ada, id);
  const username = participants.find(({ user }) => user.id === ben)?.user.username;
  await send(id, ada, `Hello @${username}`);
  await send(id, ada, "Hello all");
  expect(await getConversation(db, ben, id)).toMatchObject({ unreadCount: 2, mentionCount: 1 });
  expect(await getConversation(db, cleo, id)).toMatchObject({ unreadCount: 2, mentionCount: 0 });
  await markRead(db, [{ conversationId: id, userId: ben, seq: 1 }]);
  expect(await getConversation(db, ben, id)).toMatchObject({ unreadCount: 1, mentionCount: 0 });
});

test("A mention of a username that ends with a hyphen counts for its owner, and not for a user whose name is its beginning", async () => {
  const { ada } = await newUsers();
  const kim = await newUser("kim");
  const kimWithHyphen = UserId.parse(randomUUID());
  const { rows } = await sql<{ username: string }>`
    INSERT INTO users (id, username, email, password_hash)
    SELECT ${kimWithHyphen}::uuid, username || '-', 'x' || email, '' FROM users WHERE id = ${kim}::uuid
    RETURNING username`.execute(db.once);
  const id = await newGroup(ada, kim, kimWithHyphen);
  await send(id, ada, `Hello @${rows[0]?.username}.`);
  expect(await getConversation(db, kim, id)).toMatchObject({ mentionCount: 0 });
  expect(await getConversation(db, kimWithHyphen, id)).toMatchObject({ mentionCount: 1 });
});

test("Only participants have settings", async () => {
  const { ada, ben } = await newUsers();
  const id = await newGroup(ada);
  await expect(updateSettings(db, id, ben, { isPinned: true })).rejects.toMatchObject({
    code: "conversation-not-found",
  });
});
