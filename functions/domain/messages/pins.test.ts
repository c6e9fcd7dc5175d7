import { sql } from "kysely";
import { expect, test } from "vitest";
import type { ConversationId, MessageId, UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import type { PinPage } from "../../../contract/pins.ts";
import { db, newGroup, newUsers, send, unlimited } from "../../../tests/support/domain.ts";
import { deleteMessage } from "./change.ts";
import { listPins, setPin } from "./pins.ts";

const change = (conversationId: ConversationId, callerId: UserId, messageId: MessageId) => ({
  conversationId,
  messageId,
  callerId,
  sessionId: callerId,
});

async function group() {
  const { ada, ben, cleo } = await newUsers();
  const id = await newGroup(ada, ben);
  const { id: messageId } = await send(id, ada, "the plan");
  const pin = (by: UserId, message = messageId, isPinned = true) =>
    setPin(db, change(id, by, message), isPinned, unlimited);
  return { ada, ben, cleo, id, messageId, pin };
}

test("Any participant of a group pins and unpins a message, which takes a revision once", async () => {
  const { ada, ben, id, messageId, pin } = await group();
  const first = await pin(ben);
  expect(first).toMatchObject({ isChanged: true, kind: "group", message: { pinnedBy: ben, revision: 1 } });
  expect(await pin(ada)).toEqual({ ...first, isChanged: false });
  expect((await listPins(db, id, ada, {})).items).toEqual([first.message]);
  const unpinned = await pin(ada, messageId, false);
  expect(unpinned.message).toMatchObject({ revision: 2 });
  expect(unpinned.message.pinnedAt).toBeUndefined();
  expect((await listPins(db, id, ada, {})).items).toEqual([]);
});

test("Only the owner and admins pin where only they may post, and in a channel that only they may change", async () => {
  const { ada, ben, id, pin } = await group();
  const set = (columns: string) =>
    sql`UPDATE conversations SET ${sql.raw(columns)} WHERE id = ${id}::uuid`.execute(db.once);
  const refused = { code: "pinning-restricted" };
  await set("posting_rule = 'admins'");
  await expect(pin(ben)).rejects.toMatchObject(refused);
  await set("posting_rule = 'everyone', admins_only = true");
  expect((await pin(ben)).isChanged).toBe(true);
  await set(`kind = 'channel', name = 'pins-${id}'`);
  await expect(pin(ben, undefined, false)).rejects.toMatchObject(refused);
  expect((await pin(ada, undefined, false)).kind).toBe("channel");
  await set("archived_at = now()");
  await expect(pin(ada)).rejects.toMatchObject({ code: "conversation-archived" });
});

test("Only participants pin or list messages, and deleted messages leave the list and accept no pin", async () => {
  const { ada, cleo, id, messageId, pin } = await group();
  await expect(pin(cleo)).rejects.toMatchObject({ code: "conversation-not-found" });
  await expect(listPins(db, id, cleo, {})).rejects.toMatchObject({ code: "conversation-not-found" });
  await pin(ada);
  const deleted = await deleteMessage(db, change(id, ada, messageId));
  expect(deleted.pinnedAt).toBeUndefined();
  expect((await listPins(db, id, ada, {})).items).toEqual([]);
  await expect(pin(ada)).rejects.toMatchObject({ code: "message-deleted" });
});

test("Simultaneous calls never pin more messages than the limit, and pages list each of them once", async () => {
  const { ada, ben, id, messageId, pin } = await group();
  await sql`
    INSERT INTO messages (conversation_id, seq, id, sender_id, content, created_at, pinned_at, pinned_by)
    SELECT ${id}::uuid, n, gen_random_uuid(), ${ada}::uuid, 'text', now(), '2026-01-01', ${ada}::uuid
    FROM generate_series(2, ${limits.pins}::int) n`.execute(db.once);
  await sql`UPDATE conversations SET last_seq = ${limits.pins} WHERE id = ${id}::uuid`.execute(db.once);
  const other = await send(id, ben, "one too many");
  const results = await Promise.allSettled([pin(ada, messageId), pin(ben, other.id)]);
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  await expect(Promise.all([pin(ada, messageId), pin(ben, other.id)])).rejects.toMatchObject({
    code: "too-many-pins",
  });
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page: PinPage = await listPins(db, id, ada, { limit: 30, ...(cursor && { cursor }) });
    seen.push(...page.items.map((message) => message.id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect([seen.length, new Set(seen).size]).toEqual([limits.pins, limits.pins]);
});
