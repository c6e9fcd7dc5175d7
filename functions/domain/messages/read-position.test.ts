import { expect, test } from "vitest";
import { db, newGroup, newUsers, send } from "../../../tests/support/domain.ts";
import { updateSettings } from "../conversations/settings.ts";
import { getConversation } from "../conversations/views.ts";
import { markRead } from "./read-position.ts";

test("a read position moves forward up to the last message, and never back", async () => {
  const { ada, ben, cleo } = await newUsers();
  const id = await newGroup(ada, ben);
  for (let count = 0; count < 3; count++) await send(id, ada);
  expect(await markRead(db, id, ben, 2)).toEqual({ lastReadSeq: 2, unreadCount: 1 });
  expect(await markRead(db, id, ben, 1)).toEqual({ lastReadSeq: 2, unreadCount: 1 });
  expect(await markRead(db, id, ben, 99)).toEqual({ lastReadSeq: 3, unreadCount: 0 });
  await expect(markRead(db, id, cleo, 1)).rejects.toMatchObject({ code: "conversation-not-found" });
});

test("reading ends the mark that a conversation is unread", async () => {
  const { ada, ben } = await newUsers();
  const id = await newGroup(ada, ben);
  await send(id, ada);
  await markRead(db, id, ben, 1);
  await updateSettings(db, id, ben, { unreadFrom: 1 });
  expect(await getConversation(db, ben, id)).toMatchObject({ unreadCount: 1, settings: { unreadFrom: 1 } });
  await markRead(db, id, ben, 1);
  expect(await getConversation(db, ben, id)).toMatchObject({
    unreadCount: 0,
    settings: { unreadFrom: null },
  });
});
