import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import type { UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import {
  db,
  newGroup,
  newMessageId,
  newUser,
  newUsers,
  send,
  unlimited,
} from "../../../tests/support/domain.ts";
import { createConversation } from "../conversations/create.ts";
import { changeRole, removeParticipant } from "../conversations/participants.ts";
import { getConversation } from "../conversations/views.ts";
import { deleteMessage, editMessage, setReaction } from "./change.ts";

/** A group with a message of Ben. Ada is the owner. */
async function group() {
  const { ada, ben, cleo } = await newUsers();
  const conversationId = await newGroup(ada, ben, cleo);
  const message = await send(conversationId, ben, "first");
  const by = (callerId: UserId) => ({
    conversationId,
    messageId: message.id,
    callerId,
    sessionId: callerId,
  });
  return { ada, ben, cleo, conversationId, message, by };
}

/** Stores a session that has ended. */
async function endedSession(userId: UserId): Promise<string> {
  const id = randomUUID();
  await sql`INSERT INTO sessions (id, user_id, ended_at) VALUES (${id}::uuid, ${userId}::uuid, now())`.execute(
    db.once,
  );
  return id;
}

test("An edit keeps the sequence number, notes the time and takes the conversation's next revision", async () => {
  const { ada, ben, by, conversationId, message } = await group();
  const edited = await editMessage(db, by(ben), "second", unlimited);
  expect(edited).toEqual({ ...message, content: "second", editedAt: expect.any(String), revision: 1 });
  expect(await editMessage(db, by(ben), "third", unlimited)).toMatchObject({ seq: 1, revision: 2 });
  expect((await getConversation(db, ada, conversationId)).lastRevision).toBe(2);
});

test("An edit that changes nothing takes no revision and does not count against the rate", async () => {
  const { ben, by } = await group();
  const once = { burst: 1, perSecond: 0.001 };
  const edited = await editMessage(db, by(ben), "second", once);
  expect(await editMessage(db, by(ben), "second", once)).toEqual(edited);
  await expect(editMessage(db, by(ben), "third", once)).rejects.toMatchObject({ code: "rate-limited" });
});

test("Only the author edits a message, and not to an empty text", async () => {
  const { ada, ben, by } = await group();
  await expect(editMessage(db, by(ada), "mine", unlimited)).rejects.toMatchObject({ code: "not-the-author" });
  await expect(editMessage(db, by(ben), "", unlimited)).rejects.toMatchObject({
    code: "invalid-request",
    errors: [{ path: "content", code: "empty" }],
  });
});

test("A change of an unknown message or by a user who does not take part is refused", async () => {
  const { ben, by } = await group();
  const stranger = await newUser();
  const unknown = { ...by(ben), messageId: newMessageId() };
  for (const change of [
    (of: typeof unknown) => editMessage(db, of, "text", unlimited),
    (of: typeof unknown) => deleteMessage(db, of),
    (of: typeof unknown) => setReaction(db, of, "👍", true, unlimited),
  ]) {
    await expect(change(unknown)).rejects.toMatchObject({ code: "message-not-found" });
    await expect(change(by(stranger))).rejects.toMatchObject({ code: "conversation-not-found" });
  }
});

test("A change in a session that has ended is refused, even after the caller left", async () => {
  const { ben, by, conversationId } = await group();
  const sessionId = await endedSession(ben);
  const refuseAll = async () => {
    const of = { ...by(ben), sessionId };
    for (const change of [
      () => editMessage(db, of, "text", unlimited),
      () => deleteMessage(db, of),
      () => setReaction(db, of, "👍", true, unlimited),
    ]) {
      await expect(change()).rejects.toMatchObject({ code: "session-ended" });
    }
  };
  await refuseAll();
  await removeParticipant(db, conversationId, { callerId: ben, userId: ben });
  await refuseAll();
});

test("The author, the owner and admins delete a message, and other participants do not", async () => {
  for (const role of ["owner", "admin", "author", "member"] as const) {
    const { ada, ben, cleo, by, conversationId } = await group();
    if (role === "admin")
      await changeRole(db, conversationId, { callerId: ada, userId: cleo, role: "admin" });
    const caller = { owner: ada, admin: cleo, author: ben, member: cleo }[role];
    const deletion = deleteMessage(db, by(caller));
    if (role === "member") await expect(deletion).rejects.toMatchObject({ code: "cannot-delete-message" });
    else expect(await deletion).toMatchObject({ content: "", deletedAt: expect.any(String), seq: 1 });
  }
});

test("Only the author deletes a message of a direct conversation", async () => {
  const { ada, ben } = await newUsers();
  const { conversation } = await createConversation(db, ada, { participantIds: [ben] });
  const message = await send(conversation.id, ben);
  const deletion = deleteMessage(db, {
    conversationId: conversation.id,
    messageId: message.id,
    callerId: ada,
    sessionId: ada,
  });
  await expect(deletion).rejects.toMatchObject({ code: "cannot-delete-message" });
});

test("A deleted message loses its reactions, accepts no change, and can be deleted again without effect", async () => {
  const { ada, ben, by } = await group();
  await setReaction(db, by(ada), "👍", true, unlimited);
  const deleted = await deleteMessage(db, by(ben));
  expect(deleted).toMatchObject({ content: "", reactions: [], revision: 2 });
  expect(await deleteMessage(db, by(ada))).toEqual(deleted);
  for (const change of [
    () => editMessage(db, by(ben), "again", unlimited),
    () => setReaction(db, by(ben), "👍", true, unlimited),
  ]) {
    await expect(change()).rejects.toMatchObject({ code: "message-deleted" });
  }
});

test("Reactions keep the order in which people reacted, and each person reacts once with an emoji", async () => {
  const { ada, ben, by } = await group();
  await setReaction(db, by(ben), "👍", true, unlimited);
  await setReaction(db, by(ada), "🎉", true, unlimited);
  await setReaction(db, by(ada), "👍", true, unlimited);
  const again = await setReaction(db, by(ada), "👍", true, unlimited);
  expect(again.reactions).toEqual([
    { emoji: "👍", userIds: [ben, ada] },
    { emoji: "🎉", userIds: [ada] },
  ]);
  expect(again.revision).toBe(3);
  const removed = await setReaction(db, by(ben), "👍", false, unlimited);
  expect(removed.reactions).toEqual([
    { emoji: "🎉", userIds: [ada] },
    { emoji: "👍", userIds: [ada] },
  ]);
});

test("A message accepts a limited number of different emoji, in total and per person, but more reactions with the same emoji", async () => {
  const { ada, ben, by } = await group();
  const emoji = Array.from({ length: limits.reactions.kinds }, (_, at) => String.fromCodePoint(0x1f400 + at));
  const set = (userId: typeof ada, at: number, isSet = true) =>
    setReaction(db, by(userId), emoji[at] ?? "", isSet, unlimited);
  const { own } = limits.reactions;
  for (let at = 0; at < own; at++) await set(ben, at);
  await expect(set(ben, own)).rejects.toMatchObject({ code: "too-many-own-reactions" });
  for (let at = own; at < emoji.length; at++) await set(ada, at);
  await expect(setReaction(db, by(ada), "🎉", true, unlimited)).rejects.toMatchObject({
    code: "too-many-reactions",
  });
  await set(ada, own, false);
  const more = await set(ada, 0);
  expect(more.reactions[0]?.userIds).toEqual([ben, ada]);
});
