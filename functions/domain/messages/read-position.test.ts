import { expect, test } from "vitest";
import type { ConversationId, MessageId, UserId } from "../../../contract/ids.ts";
import { db, newGroup, newUsers, send } from "../../../tests/support/domain.ts";
import { updateSettings } from "../conversations/settings.ts";
import { getConversation, listConversations } from "../conversations/views.ts";
import { deleteMessage } from "./change.ts";
import { markRead } from "./read-position.ts";

async function read(conversationId: ConversationId, userId: UserId, seq: number) {
  const reading = { conversationId, userId, seq };
  return (await markRead(db, [reading]))(reading);
}

test("A read position moves forward up to the last message, and never back", async () => {
  const { ada, ben, cleo } = await newUsers();
  const id = await newGroup(ada, ben);
  for (let count = 0; count < 3; count++) await send(id, ada);
  expect(await read(id, ben, 2)).toMatchObject({ lastReadSeq: 2, unreadCount: 1, isChanged: true });
  expect(await read(id, ben, 1)).toMatchObject({ lastReadSeq: 2, unreadCount: 1, isChanged: false });
  expect(await read(id, ben, 99)).toMatchObject({ lastReadSeq: 3, unreadCount: 0, isChanged: true });
  expect(await read(id, cleo, 1)).toBeUndefined();
});

test("Reading ends the mark that a conversation is unread", async () => {
  const { ada, ben } = await newUsers();
  const id = await newGroup(ada, ben);
  await send(id, ada);
  await read(id, ben, 1);
  await updateSettings(db, id, ben, { unreadFrom: 1 });
  expect(await getConversation(db, ben, id)).toMatchObject({ unreadCount: 1, settings: { unreadFrom: 1 } });
  expect(await read(id, ben, 1)).toMatchObject({ isChanged: true });
  expect(await getConversation(db, ben, id)).toMatchObject({
    unreadCount: 0,
    settings: { unreadFrom: null },
  });
});

test("A batch of readings moves each user once in each conversation, to the furthest position", async () => {
  const { ada, ben, cleo } = await newUsers();
  const [first, second] = [await newGroup(ada, ben), await newGroup(ada, ben)];
  for (const id of [first, second, first, second]) await send(id, ada);
  const readings = [
    { conversationId: first, userId: ben, seq: 2 },
    { conversationId: first, userId: ben, seq: 1 },
    { conversationId: second, userId: ben, seq: 1 },
    { conversationId: first, userId: cleo, seq: 1 },
  ];
  const positionOf = await markRead(db, readings);
  expect(readings.map((reading) => positionOf(reading)?.lastReadSeq)).toEqual([2, 2, 1, undefined]);
});

test("A deleted message is not unread", async () => {
  const { ada, ben } = await newUsers();
  const id = await newGroup(ada, ben);
  const [first, , third] = [await send(id, ada), await send(id, ada), await send(id, ada)];
  const remove = ({ id: messageId }: { id: MessageId }) =>
    deleteMessage(db, { conversationId: id, messageId, callerId: ada, sessionId: ada });
  await remove(first);
  expect(await getConversation(db, ben, id)).toMatchObject({ unreadCount: 2 });
  expect((await listConversations(db, ben, {})).items[0]).toMatchObject({ unreadCount: 2 });
  await remove(third);
  expect(await getConversation(db, ben, id)).toMatchObject({ unreadCount: 1 });
  expect(await read(id, ben, 1)).toMatchObject({ lastReadSeq: 1, unreadCount: 1 });
  expect(await read(id, ben, 2)).toMatchObject({ lastReadSeq: 2, unreadCount: 0 });
  // Marking as unread starts a separate count.
  expect(await updateSettings(db, id, ben, { unreadFrom: 1 })).toMatchObject({ unreadCount: 1 });
});
