import { sql } from "kysely";
import { expect, test } from "vitest";
import type { ConversationId, MessageId, UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import type { SavedPage } from "../../../contract/saved.ts";
import { db, newGroup, newUsers, send, unlimited } from "../../../tests/support/domain.ts";
import { deleteAccount } from "../accounts/deletion.ts";
import { addParticipants, removeParticipant } from "../conversations/participants.ts";
import { deleteMessage } from "./change.ts";
import { listSaved, listSavedIds, saveMessage, unsaveMessage } from "./saved.ts";

async function group() {
  const { ada, ben, cleo } = await newUsers();
  const id = await newGroup(ada, ben);
  const { id: messageId } = await send(id, ada, "the plan");
  const of = (userId: UserId, message = messageId) => ({ conversationId: id, messageId: message, userId });
  const save = (userId: UserId, message = messageId) => saveMessage(db, of(userId, message), unlimited);
  const texts = async (userId: UserId) =>
    (await listSaved(db, userId, {})).items.map(({ message }) => message.content);
  return { ada, ben, cleo, id, messageId, of, save, texts };
}

test("A saved message is listed for its user only, once, until the user removes it", async () => {
  const { ada, ben, id, messageId, of, save, texts } = await group();
  const first = await save(ben);
  expect(first.message).toMatchObject({ id: messageId, content: "the plan" });
  expect(await save(ben)).toEqual(first);
  expect([await texts(ben), await texts(ada)]).toEqual([["the plan"], []]);
  expect(await listSavedIds(db, ben)).toEqual({ messageIds: [messageId], conversationIds: [id] });
  expect(await unsaveMessage(db, of(ben))).toBeInstanceOf(Date);
  expect(await unsaveMessage(db, of(ben))).toBeUndefined();
  expect([await texts(ben), await listSavedIds(db, ben)]).toEqual([
    [],
    { messageIds: [], conversationIds: [] },
  ]);
});

test("Nobody saves a message that they may not read, that is deleted, or that reports a change", async () => {
  const { ada, ben, cleo, id, messageId, save } = await group();
  await expect(save(cleo)).rejects.toMatchObject({ code: "conversation-not-found" });
  const { id: elsewhere } = await send(await newGroup(ada), ada);
  await expect(save(ben, elsewhere)).rejects.toMatchObject({ code: "message-not-found" });
  const { id: report } = await send(id, ada);
  await sql`UPDATE messages SET system = '{"event":"topic"}' WHERE id = ${report}::uuid`.execute(db.once);
  await expect(save(ben, report)).rejects.toMatchObject({ code: "message-not-found" });
  await deleteMessage(db, { conversationId: id, messageId, callerId: ada, sessionId: ada });
  await expect(save(ben)).rejects.toMatchObject({ code: "message-deleted" });
});

test("A message that is deleted leaves the list, and those of a conversation are listed while the user takes part", async () => {
  const { ada, ben, id, messageId, of, save, texts } = await group();
  const other = await send(id, ada, "the secret");
  await save(ben);
  await save(ben, other.id);
  await deleteMessage(db, { conversationId: id, messageId, callerId: ada, sessionId: ada });
  expect([await texts(ben), (await listSavedIds(db, ben)).messageIds]).toEqual([["the secret"], [other.id]]);
  await removeParticipant(db, id, { callerId: ada, userId: ben });
  expect(await texts(ben)).toEqual([]);
  await addParticipants(db, id, ada, [ben], 10);
  expect(await texts(ben)).toEqual(["the secret"]);
  await removeParticipant(db, id, { callerId: ada, userId: ben });
  await unsaveMessage(db, of(ben, other.id));
  expect((await listSavedIds(db, ben)).messageIds).toEqual([]);
});

test("A deleted account keeps no saved messages", async () => {
  const { ben, save } = await group();
  await save(ben);
  await deleteAccount(db, ben);
  expect(await listSavedIds(db, ben)).toEqual({ messageIds: [], conversationIds: [] });
});

/** Stores messages that a user has saved at the same time. */
async function storeSaved(id: ConversationId, userId: UserId, count: number): Promise<void> {
  await sql`
    INSERT INTO messages (conversation_id, seq, id, sender_id, content, created_at)
    SELECT ${id}::uuid, n, gen_random_uuid(), ${userId}::uuid, 'text', now()
    FROM generate_series(101, ${100 + count}::int) n`.execute(db.once);
  await sql`
    INSERT INTO saved_messages (user_id, conversation_id, message_id, saved_at)
    SELECT ${userId}::uuid, conversation_id, id, '2026-01-01' FROM messages
    WHERE conversation_id = ${id}::uuid AND seq > 100`.execute(db.once);
}

test("Simultaneous calls never save more messages than the limit, and pages list each of them once", async () => {
  const { ada, ben, id, messageId, save } = await group();
  const other = await send(id, ada, "one too many");
  await storeSaved(id, ben, limits.savedMessages - 1);
  const results = await Promise.allSettled([save(ben, messageId), save(ben, other.id)]);
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(results.find(({ status }) => status === "rejected")).toMatchObject({
    reason: { code: "too-many-saved" },
  });
  const seen: MessageId[] = [];
  let cursor: string | undefined;
  do {
    const page: SavedPage = await listSaved(db, ben, { limit: 100, ...(cursor && { cursor }) });
    seen.push(...page.items.map(({ message }) => message.id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect([seen.length, new Set(seen).size]).toEqual([limits.savedMessages, limits.savedMessages]);
});

test("Saving faster than the rate allows is refused", async () => {
  const { ben, of } = await group();
  const slow = { burst: 1, perSecond: 0.001 };
  await saveMessage(db, of(ben), slow);
  await expect(saveMessage(db, of(ben), slow)).rejects.toMatchObject({ code: "rate-limited" });
});
