import { type Kysely, sql } from "kysely";
import { describe, expect, test } from "vitest";
import type { ConversationId, MessageId, UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import type { NewMessage } from "../../../contract/messages.ts";
import type { ChangedThread } from "../../../contract/threads.ts";
import {
  afterWaitingFor,
  by,
  connect,
  db,
  newGroup,
  newMessageId,
  newUser,
  newUsers,
  send,
  unlimited,
} from "../../../tests/support/domain.ts";
import { required } from "../../../tests/support/required.ts";
import { addParticipants, removeParticipant } from "../conversations/participants.ts";
import { updateSettings } from "../conversations/settings.ts";
import { getConversation, listConversations } from "../conversations/views.ts";
import { deleteMessage, editMessage } from "../messages/change.ts";
import { getMessage, listMessages } from "../messages/history.ts";
import { markRead } from "../messages/read-position.ts";
import { sendMessage } from "../messages/send.ts";
import { missed } from "../messages/sync.ts";
import type { Schema } from "../schema.ts";
import { followThread, markThreadRead, unfollowThread } from "./follow.ts";
import { getThread, listThreads } from "./threads.ts";

/** A group of three with a root by Ada, and functions for its thread. */
async function thread() {
  const { ada, ben, cleo } = await newUsers();
  const id = await newGroup(ada, ben, cleo);
  const root = await send(id, ada, "root");
  const post = async (sender: UserId, message: Partial<NewMessage> = {}) =>
    sendMessage(db, id, by(sender), { id: newMessageId(), content: "reply", ...message }, unlimited, 100);
  const reply = async (sender: UserId, message: Partial<NewMessage> = {}) =>
    (await post(sender, { threadId: root.id, ...message })).message;
  const seenBy = (userId: UserId) => getThread(db, { conversationId: id, rootId: root.id, userId });
  return { id, ada, ben, cleo, root, post, reply, seenBy };
}

const usernameOf = async (userId: UserId): Promise<string> => {
  const { rows } = await sql<{ username: string }>`
    SELECT username FROM users WHERE id = ${userId}::uuid`.execute(db.once);
  return rows[0]?.username ?? "";
};

const unread = async (id: ConversationId, userId: UserId) => {
  const { unreadCount, mentionCount } = await getConversation(db, userId, id);
  return { unreadCount, mentionCount };
};

const changeOf = (conversationId: ConversationId, messageId: MessageId, callerId: UserId) => ({
  conversationId,
  messageId,
  callerId,
  sessionId: callerId,
});

describe("A reply in a thread", () => {
  test("takes the next sequence number, and counts up the number of replies that its root stores", async () => {
    const { id, ada, ben, cleo, root, reply } = await thread();
    const first = await reply(ben);
    const second = await reply(ben);
    const third = await reply(cleo, { alsoInConversation: true });
    expect(first).toMatchObject({ seq: 2, threadId: root.id, replyNumber: 1 });
    expect(first).not.toHaveProperty("alsoInConversation");
    expect(second).toMatchObject({ seq: 3, replyNumber: 2 });
    expect(third).toMatchObject({ seq: 4, replyNumber: 3, alsoInConversation: true });
    expect(await getMessage(db, id, ada, root.id)).toEqual({
      ...root,
      replyCount: 3,
      lastReplyAt: third.createdAt,
      replierIds: [ben, cleo],
    });
  });

  test("to a reply joins the thread of its root", async () => {
    const { ben, root, reply } = await thread();
    const first = await reply(ben);
    expect(await reply(ben, { threadId: first.id })).toMatchObject({ threadId: root.id, replyNumber: 2 });
  });

  test("is refused if its root is not in the conversation", async () => {
    const { ada, ben, reply } = await thread();
    const elsewhere = await send(await newGroup(ada), ada);
    await expect(reply(ben, { threadId: elsewhere.id })).rejects.toMatchObject({ code: "unknown-thread" });
  });

  test("that is sent again returns the first one, and is counted once", async () => {
    const { id, ada, ben, root, reply, seenBy } = await thread();
    const message = { id: newMessageId() };
    const first = await reply(ben, message);
    expect(await reply(ben, message)).toEqual(first);
    expect(await getMessage(db, id, ada, root.id)).toMatchObject({ replyCount: 1 });
    expect(await seenBy(ada)).toMatchObject({ unreadCount: 1 });
  });

  test("lists at most the first three authors on its root", async () => {
    const { id, ada, ben, cleo, root, reply } = await thread();
    for (const author of [cleo, ben, cleo, ada]) await reply(author);
    const dora = await newUser("dora");
    await addParticipants(db, id, ada, [dora], 10);
    await reply(dora);
    expect((await getMessage(db, id, ada, root.id)).replierIds).toEqual([cleo, ben, ada]);
  });

  test("reaches the connections of all participants, and names the followers", async () => {
    const { ada, ben, cleo, root, post } = await thread();
    const connectionId = await connect(cleo);
    const sent = await post(ben, { threadId: root.id });
    expect(sent.connectionIds).toEqual([connectionId]);
    expect(new Set(sent.followerIds)).toEqual(new Set([ada, ben]));
    expect(await post(ben)).not.toHaveProperty("followerIds");
  });

  test("names no followers if there are too many for an event", async () => {
    const { id, ben, root, reply, post } = await thread();
    await reply(ben);
    await sql`
      WITH created AS (
        INSERT INTO users (id, username, email, password_hash)
        SELECT gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), ''
        FROM generate_series(1, ${limits.announcedFollowers}) RETURNING id
      ), joined AS (
        INSERT INTO participants (conversation_id, user_id, role) SELECT ${id}::uuid, id, 'member' FROM created
        RETURNING user_id
      )
      INSERT INTO thread_followers (user_id, conversation_id, root_id)
      SELECT user_id, ${id}::uuid, ${root.id}::uuid FROM joined`.execute(db.once);
    expect(await post(ben, { threadId: root.id })).not.toHaveProperty("followerIds");
  });

  test("is missed and delivered like any other message", async () => {
    const { id, cleo, ben, reply } = await thread();
    const missedReply = await reply(ben);
    expect((await missed(db, cleo, { conversations: { [id]: 1 } })).messages).toEqual([missedReply]);
  });
});

describe("The unread messages of a conversation", () => {
  test("leave out replies that only a thread shows, and count those that the conversation shows as well", async () => {
    const { id, ada, ben, cleo, reply } = await thread();
    await markRead(db, [{ conversationId: id, userId: cleo, seq: 1 }]);
    await reply(ben);
    await reply(ada);
    expect(await unread(id, cleo)).toEqual({ unreadCount: 0, mentionCount: 0 });
    await reply(ben, { alsoInConversation: true });
    await reply(ben);
    await send(id, ada);
    expect(await unread(id, cleo)).toEqual({ unreadCount: 2, mentionCount: 0 });
    const reading = { conversationId: id, userId: cleo, seq: 4 };
    expect((await markRead(db, [reading]))(reading)).toMatchObject({ lastReadSeq: 4, unreadCount: 1 });
  });

  test("leave out a deleted reply once, not both as a reply and as a deleted message", async () => {
    const { id, ben, cleo, reply } = await thread();
    const gone = await reply(ben);
    await send(id, ben);
    await deleteMessage(db, changeOf(id, gone.id, ben));
    expect((await unread(id, cleo)).unreadCount).toBe(2);
  });

  test("stay unread when the user replies in a thread", async () => {
    const { id, ada, ben, cleo, reply } = await thread();
    await send(id, ada);
    await reply(cleo);
    expect((await unread(id, cleo)).unreadCount).toBe(2);
    await reply(cleo, { alsoInConversation: true });
    expect((await unread(id, cleo)).unreadCount).toBe(0);
    expect((await unread(id, ben)).unreadCount).toBe(3);
  });

  test("leave out a mention that only the thread shows", async () => {
    const { id, ben, cleo, reply, seenBy } = await thread();
    const content = `hello @${await usernameOf(cleo)}`;
    await reply(ben, { content });
    expect((await unread(id, cleo)).mentionCount).toBe(0);
    expect(await seenBy(cleo)).toMatchObject({ isFollowing: true, unreadCount: 1, mentionCount: 1 });
    await reply(ben, { content, alsoInConversation: true });
    expect((await unread(id, cleo)).mentionCount).toBe(1);
    expect(await seenBy(cleo)).toMatchObject({ unreadCount: 2, mentionCount: 1 });
  });
});

describe("A conversation with a reply that only a thread shows", () => {
  test("keeps its place in the list and its last message", async () => {
    const { id, ada, ben, root, reply } = await thread();
    const other = await newGroup(ada, ben);
    await send(other, ada);
    await reply(ben);
    await reply(ben);
    const { items } = await listConversations(db, ada, {});
    expect(items.map((item) => item.id)).toEqual([other, id]);
    expect(items[1]).toMatchObject({ lastSeq: 3, lastMessage: { id: root.id, seq: 1, replyCount: 2 } });
  });

  test("stays archived, until a message arrives that the conversation shows", async () => {
    const { id, ada, ben, reply } = await thread();
    await updateSettings(db, id, ada, { isArchived: true });
    await reply(ben);
    expect((await getConversation(db, ada, id)).settings.isArchived).toBe(true);
    await reply(ben, { alsoInConversation: true });
    expect((await getConversation(db, ada, id)).settings.isArchived).toBe(false);
  });
});

describe("A thread", () => {
  test("is followed by the authors of the root and of replies, and by mentioned people from there on", async () => {
    const { ada, ben, cleo, reply, seenBy } = await thread();
    expect(await seenBy(ada)).toMatchObject({ isFollowing: false, unreadCount: 0 });
    await reply(ben);
    expect(await seenBy(ada)).toMatchObject({ isFollowing: true, unreadCount: 1 });
    expect(await seenBy(ben)).toMatchObject({ isFollowing: true, unreadCount: 0, lastReadSeq: 2 });
    expect(await seenBy(cleo)).toMatchObject({ isFollowing: false, unreadCount: 0 });
    await reply(ada, { content: `look, @${await usernameOf(cleo)}` });
    await reply(ada);
    expect(await seenBy(cleo)).toMatchObject({ isFollowing: true, unreadCount: 2 });
    expect(await seenBy(ben)).toMatchObject({ unreadCount: 2 });
  });

  test("is followed by the people whom its root mentions, once it has a reply", async () => {
    const { id, ada, ben, cleo, post } = await thread();
    const { message: root } = await post(ada, { content: `hello @${await usernameOf(cleo)}` });
    await post(ben, { threadId: root.id });
    const place = await getThread(db, { conversationId: id, rootId: root.id, userId: cleo });
    expect(place).toMatchObject({ isFollowing: true, unreadCount: 1 });
  });

  test("is followed by a person whom an edit mentions", async () => {
    const { id, ben, cleo, reply, seenBy } = await thread();
    const message = await reply(ben);
    await editMessage(db, changeOf(id, message.id, ben), `@${await usernameOf(cleo)}`, unlimited);
    expect(await seenBy(cleo)).toMatchObject({ isFollowing: true, unreadCount: 1, mentionCount: 1 });
  });

  test("is read up to a reply, never back, and at most to its last reply", async () => {
    const { id, ada, ben, root, reply } = await thread();
    for (let count = 0; count < 3; count++) await reply(ben);
    const of = { conversationId: id, rootId: root.id, userId: ada };
    const read = async (seq: number) => {
      const { changedAt, ...now } = await markThreadRead(db, of, seq);
      return { ...now, isChanged: changedAt !== undefined };
    };
    const third = { lastReadSeq: 3, unreadCount: 1 };
    expect(await read(3)).toMatchObject({ ...third, isChanged: true });
    expect(await read(2)).toMatchObject({ ...third, isChanged: false });
    const last = { lastReadSeq: 4, unreadCount: 0 };
    expect(await read(1_000)).toMatchObject({ ...last, isChanged: true });
    expect(await read(1_000)).toMatchObject({ ...last, isChanged: false });
  });

  test("no longer counts an unread reply that was deleted, and keeps its number", async () => {
    const { id, ada, ben, reply, seenBy } = await thread();
    await reply(ben);
    const gone = await reply(ben);
    await deleteMessage(db, changeOf(id, gone.id, ben));
    expect(await seenBy(ada)).toMatchObject({ unreadCount: 1, root: { replyCount: 2 } });
    expect(await reply(ben)).toMatchObject({ replyNumber: 3 });
  });

  test("survives the deletion of its root, and takes further replies", async () => {
    const { id, ada, ben, root, reply } = await thread();
    await reply(ben);
    await deleteMessage(db, changeOf(id, root.id, ada));
    await reply(ben);
    expect(await getMessage(db, id, ben, root.id)).toMatchObject({ content: "", replyCount: 2 });
    expect((await listMessages(db, id, ben, { threadId: root.id })).items).toHaveLength(2);
  });

  test("that a user follows and unfollows forgets them until they reply again", async () => {
    const { id, ada, ben, cleo, root, reply, seenBy } = await thread();
    const of = { conversationId: id, rootId: root.id, userId: cleo };
    await reply(ben);
    expect(await followThread(db, of, unlimited)).toMatchObject({
      isFollowing: true,
      unreadCount: 0,
      lastReadSeq: 2,
    });
    await reply(ben);
    expect(await followThread(db, of, unlimited)).toMatchObject({ unreadCount: 1 });
    const forgotten = { isFollowing: false, unreadCount: 0 };
    const unfollowed = await unfollowThread(db, of);
    expect(unfollowed).toMatchObject({ ...forgotten, changedAt: expect.any(String) });
    const again = await unfollowThread(db, of);
    expect(again).toMatchObject(forgotten);
    expect(again).not.toHaveProperty("changedAt");
    await unfollowThread(db, { ...of, userId: ada });
    await reply(ben);
    expect(await seenBy(ada)).toMatchObject({ isFollowing: false });
    await reply(cleo);
    expect(await seenBy(cleo)).toMatchObject({ isFollowing: true, unreadCount: 0 });
  });

  test("dates a change that waits for another one by the state that it leaves", async () => {
    const { id, cleo, root, seenBy } = await thread();
    const of = { conversationId: id, rootId: root.id, userId: cleo };
    const isFollower = sql`
      user_id = ${cleo}::uuid AND conversation_id = ${id}::uuid AND root_id = ${root.id}::uuid`;
    let earlier = 0;
    /** Reads the clock of the database while the change waits. */
    const readClock = async (transaction: Kysely<Schema>) => {
      const { rows } = await sql<{ now: Date }>`SELECT clock_timestamp() AS now`.execute(transaction);
      earlier = required(rows[0], "time").now.getTime();
    };
    const timeOf = (outcome: PromiseSettledResult<ChangedThread>) =>
      outcome.status === "fulfilled" ? Date.parse(outcome.value.changedAt ?? "") : undefined;
    await followThread(db, of, unlimited);

    const followed = await afterWaitingFor(
      (transaction) => sql`DELETE FROM thread_followers WHERE ${isFollower}`.execute(transaction),
      () => followThread(db, of, unlimited),
      readClock,
    );
    expect(timeOf(followed)).toBeGreaterThanOrEqual(earlier);
    expect(await seenBy(cleo)).toMatchObject({ isFollowing: true });

    const unfollowed = await afterWaitingFor(
      (transaction) =>
        sql`
          SELECT outcome FROM follow_thread_v2(${id}::uuid, ${cleo}::uuid, ${root.id}::uuid, 10, 10, 10)`.execute(
          transaction,
        ),
      () => unfollowThread(db, of),
      readClock,
    );
    expect(timeOf(unfollowed)).toBeGreaterThanOrEqual(earlier);
    expect(await seenBy(cleo)).toMatchObject({ isFollowing: false });
  });

  test("is followed up to a limit, even if a user follows two at the same time", async () => {
    const { id, ada, cleo, root } = await thread();
    const others = [await send(id, ada), await send(id, ada)];
    const follow = (rootId: MessageId) =>
      followThread(db, { conversationId: id, rootId, userId: cleo }, unlimited, 2);
    await follow(root.id);
    const results = await Promise.allSettled(others.map((other) => follow(other.id)));
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(results.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "too-many-followed" },
    });
    expect(await follow(root.id)).toMatchObject({ isFollowing: true });
  });

  test("is unknown to strangers, and a reply is not a root", async () => {
    const { id, ben, root, reply } = await thread();
    const stranger = await newUser();
    const { id: replyId } = await reply(ben);
    const refusal = { code: "message-not-found" };
    const of = { conversationId: id, rootId: root.id, userId: stranger };
    await expect(getThread(db, of)).rejects.toMatchObject(refusal);
    await expect(followThread(db, of, unlimited)).rejects.toMatchObject(refusal);
    const ofReply = { ...of, userId: ben, rootId: replyId };
    await expect(followThread(db, ofReply, unlimited)).rejects.toMatchObject(refusal);
    await expect(markThreadRead(db, of, 9)).rejects.toMatchObject(refusal);
  });

  test("loses a follower who leaves the conversation", async () => {
    const { id, ada, ben, reply } = await thread();
    await reply(ben);
    await removeParticipant(db, id, { callerId: ada, userId: ben });
    expect((await listThreads(db, ben, {})).items).toEqual([]);
  });
});

describe("The history of a thread", () => {
  test("has pages by sequence number in both directions, without other messages", async () => {
    const { id, ada, ben, cleo, root, reply } = await thread();
    for (let count = 0; count < 5; count++) {
      await reply(ben);
      await send(id, ada);
    }
    const page = async (query: { before?: number; after?: number; limit?: number }) => {
      const { items, nextCursor } = await listMessages(db, id, cleo, { threadId: root.id, ...query });
      return { seqs: items.map(({ seq }) => seq), nextCursor };
    };
    expect(await page({})).toEqual({ seqs: [10, 8, 6, 4, 2], nextCursor: null });
    expect(await page({ limit: 2 })).toEqual({ seqs: [10, 8], nextCursor: "8" });
    expect(await page({ limit: 3, before: 8 })).toEqual({ seqs: [6, 4, 2], nextCursor: null });
    expect(await page({ limit: 2, after: 0 })).toEqual({ seqs: [2, 4], nextCursor: "4" });
    expect(await page({ limit: 3, after: 4 })).toEqual({ seqs: [6, 8, 10], nextCursor: null });
    expect((await listMessages(db, id, cleo, { threadId: newMessageId() })).items).toEqual([]);
  });
});

describe("The list of threads", () => {
  test("contains the threads that a user follows, last reply first, in pages, and only unread ones on request", async () => {
    const { id, ada, ben, post } = await thread();
    const roots: MessageId[] = [];
    for (let count = 0; count < 3; count++) {
      const root = (await post(ada)).message;
      roots.push(root.id);
      await post(ben, { threadId: root.id });
    }
    const [first, second, third] = roots;
    await post(ben, { threadId: first });
    const list = async (query: Parameters<typeof listThreads>[2]) => {
      const { items, nextCursor } = await listThreads(db, ada, query);
      return {
        ids: items.map(({ root }) => root.id),
        counts: items.map((item) => item.unreadCount),
        nextCursor,
      };
    };
    expect(await list({})).toEqual({ ids: [first, third, second], counts: [2, 1, 1], nextCursor: null });
    const page = await list({ limit: 2 });
    expect(page.ids).toEqual([first, third]);
    expect((await list({ limit: 2, cursor: page.nextCursor ?? "" })).ids).toEqual([second]);
    for (const rootId of [first, third]) {
      if (rootId) await markThreadRead(db, { conversationId: id, rootId, userId: ada }, 1_000);
    }
    expect((await list({ unread: "true" })).ids).toEqual([second]);
    expect((await list({})).ids).toEqual([first, third, second]);
  });

  test("does not list a thread as unread if all its unread replies were deleted", async () => {
    const { id, ada, ben, reply } = await thread();
    const gone = await reply(ben);
    await deleteMessage(db, changeOf(id, gone.id, ben));
    expect((await listThreads(db, ada, { unread: "true" })).items).toEqual([]);
    expect((await listThreads(db, ada, {})).items).toMatchObject([{ unreadCount: 0 }]);
  });
});
