import { beforeAll, describe, expect, inject, test } from "vitest";
import type { Bot } from "../../client/node/bot.ts";
import { shownReplies } from "../../client/threads/shown-replies.ts";
import type { ServerFrame } from "../../contract/frames.ts";
import type { ConversationId, MessageId } from "../../contract/ids.ts";
import { newBot, untilLive, userId } from "../support/bots.ts";
import { eventually } from "../support/eventually.ts";
import { newId, newPeople, type Person } from "../support/people.ts";
import { required } from "../support/required.ts";
import { createTuple } from "../support/tuple.ts";

const { url } = inject("stack");

let ann: Person;
let ben: Person;
let cyd: Person;
beforeAll(async () => {
  [ann, ben, cyd] = await newPeople(url, 3);
});

/** A group of three with a root by Ann. */
async function startThread() {
  const { id } = await ann.startGroup([ben, cyd]);
  const { body: root } = await ann.send(id, "Where do we meet?");
  const of = { id, rootId: root.id };
  const reply = (person: Person, more: object = {}) =>
    person.call("sendMessage", {
      params: { id },
      body: { id: newId(), content: "at the lake", threadId: root.id, ...more },
    });
  return { id, root, of, reply };
}

type Created = Extract<ServerFrame, { type: "message.created" }>;

/** Whether a frame reports the reply with this number. */
const isReply =
  (replyNumber: number) =>
  (frame: ServerFrame): frame is Created =>
    frame.type === "message.created" && frame.message.replyNumber === replyNumber;

describe("A thread, over REST and WebSocket,", () => {
  test("takes replies by frame and by request, reaches every participant, and names its followers to them", async () => {
    const { id, root, reply } = await startThread();
    const [anns, bens, cyds] = await Promise.all([ann.connect(), ben.connect(), cyd.connect()]);
    const frame = {
      action: "message.send",
      conversationId: id,
      id: newId(),
      content: "by frame",
      threadId: root.id,
    } as const;
    const ack = await bens.request(frame);
    expect(ack).toMatchObject({ type: "ack", message: { seq: 2, threadId: root.id, replyNumber: 1 } });
    for (const socket of [anns, cyds]) {
      const event = await socket.next(isReply(1));
      expect(event.message.content).toBe("by frame");
      expect(new Set(event.followerIds)).toEqual(new Set([ann.id, ben.id]));
    }
    await reply(cyd, { alsoInConversation: true });
    expect((await anns.next(isReply(2))).message).toMatchObject({ alsoInConversation: true });
    await Promise.all([anns, bens, cyds].map((socket) => socket.close()));
  });

  test("is listed, read and unfollowed, and the user's other devices receive the changes", async () => {
    const { id, root, of, reply } = await startThread();
    const phone = await ann.connect();
    await reply(ben);
    const last = await reply(ben);
    const { items } = await ann.call("listThreads", { query: { unread: "true" } });
    expect(items.find((thread) => thread.root.id === root.id)).toMatchObject({
      conversationId: id,
      isFollowing: true,
      unreadCount: 2,
      root: { content: "Where do we meet?", replyCount: 2, replierIds: [ben.id] },
    });
    const read = await ann.call("markThreadRead", { params: of, body: { seq: last.seq } });
    expect(read).toMatchObject({ lastReadSeq: last.seq, unreadCount: 0 });
    expect(await phone.nextOf("thread.updated")).toMatchObject({ rootId: root.id, unreadCount: 0 });
    await ann.call("unfollowThread", { params: of });
    expect(await phone.nextOf("thread.updated")).toMatchObject({ rootId: root.id, isFollowing: false });
    expect(await ann.call("followThread", { params: of })).toMatchObject({ isFollowing: true });
    expect(await cyd.call("getThread", { params: of })).toMatchObject({ isFollowing: false });
    await phone.close();
  });

  test("has its own history, and the conversation's history has the same replies", async () => {
    const { id, root, reply } = await startThread();
    const first = await reply(ben);
    await ann.send(id, "in between");
    const second = await reply(cyd);
    const page = await ann.history(id, { threadId: root.id, limit: 1 });
    expect(page).toEqual({ items: [second], nextCursor: String(second.seq) });
    const rest = await ann.history(id, { threadId: root.id, before: page.nextCursor ?? "" });
    expect(rest).toEqual({ items: [first], nextCursor: null });
    expect((await ann.history(id, { after: 0 })).items.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
  });

  test("refuses a reply to a message elsewhere, and strangers", async () => {
    const { of, reply, root } = await startThread();
    const elsewhere = await startThread();
    const send = (body: object) =>
      ann.refused("sendMessage", {
        params: { id: elsewhere.id },
        body: { id: newId(), content: "x", ...body },
      });
    expect((await send({ threadId: root.id })).body).toMatchObject({ status: 400, code: "unknown-thread" });
    await reply(ben);
    const [stranger] = await newPeople(url, 1);
    for (const route of ["getThread", "followThread", "unfollowThread"] as const)
      expect(await stranger.status(route, { params: of })).toBe(404);
    expect(await stranger.status("markThreadRead", { params: of, body: { seq: 1 } })).toBe(404);
  });
});

const rootOf = ({ client }: Bot, id: ConversationId) => client.state.timelines.get(id)?.messages[0];
/** The thread with a root, which is in one conversation only. */
const threadOf = ({ client }: Bot, rootId: MessageId) =>
  [...client.state.threads.values()].find(({ root }) => root.id === rootId);
const repliesOf = ({ client }: Bot, conversationId: ConversationId, rootId: MessageId) =>
  shownReplies(client.state, { conversationId, rootId }).messages.map(({ content }) => content);

describe("The client", () => {
  /** Two connected clients with a root by the first one. */
  async function withThread(
    use: (place: { ada: Bot; bob: Bot; id: ConversationId; rootId: MessageId }) => Promise<void>,
  ) {
    const bots = await createTuple(2, () => newBot(url));
    try {
      const [ada, bob] = bots;
      await Promise.all(bots.map(untilLive));
      const id = await ada.client.conversations.create([userId(bob)]);
      await Promise.all([ada.client.open(id), bob.client.open(id)]);
      await ada.client.messages.send(id, "Where do we meet?");
      await eventually(() => expect(rootOf(bob, id)).toBeDefined());
      await use({ ada, bob, id, rootId: required(rootOf(bob, id), "root").id });
    } finally {
      for (const bot of bots) bot.stop();
    }
  }

  test("counts replies on their root and in the followed thread, and leaves the conversation read", async () => {
    await withThread(async ({ ada, bob, id, rootId }) => {
      await bob.client.threads.open({ conversationId: id, rootId });
      await bob.client.messages.send(id, "at the lake", { threadId: rootId });
      await bob.client.messages.send(id, "at nine", { threadId: rootId });
      await eventually(() =>
        expect(threadOf(ada, rootId)).toMatchObject({ isFollowing: true, unreadCount: 2 }),
      );
      for (const bot of [ada, bob]) {
        expect(rootOf(bot, id)).toMatchObject({ replyCount: 2, replierIds: [userId(bob)] });
      }
      expect(ada.client.state.conversations.get(id)).toMatchObject({
        unreadCount: 0,
        lastSeq: 3,
        lastMessage: { id: rootId },
      });
      expect(repliesOf(bob, id, rootId)).toEqual(["at the lake", "at nine"]);
      expect(threadOf(bob, rootId)).toMatchObject({ isFollowing: true, unreadCount: 0 });

      await ada.client.threads.open({ conversationId: id, rootId });
      ada.client.threads.markRead({ conversationId: id, rootId }, 3);
      expect(threadOf(ada, rootId)).toMatchObject({ unreadCount: 0 });
      const adas = await ada.session.call("getThread", { params: { id, rootId } });
      await eventually(() => expect(adas).toMatchObject({ root: { replyCount: 2 } }));
    });
  });

  test("edits, deletes and reacts to replies, and shows the changes of others", async () => {
    await withThread(async ({ ada, bob, id, rootId }) => {
      const thread = { conversationId: id, rootId };
      await Promise.all([ada, bob].map(({ client }) => client.threads.open(thread)));
      await bob.client.messages.send(id, "at the lake", { threadId: rootId });
      await bob.client.messages.send(id, "at the see", { threadId: rootId });
      await eventually(() => expect(repliesOf(ada, id, rootId)).toHaveLength(2));
      const [first, second] = shownReplies(bob.client.state, thread).messages;
      const ref = (message: typeof first) => ({
        conversationId: id,
        messageId: required(message, "reply").id,
      });
      await bob.client.messages.edit(ref(second), "at the sea");
      await bob.client.messages.delete(ref(first));
      await ada.client.messages.react(ref(second), { emoji: "👍", isSet: true });
      for (const bot of [ada, bob]) {
        await eventually(() => expect(repliesOf(bot, id, rootId)).toEqual(["", "at the sea"]));
        await eventually(() =>
          expect(shownReplies(bot.client.state, thread).messages[1]?.reactions).toHaveLength(1),
        );
      }
      await eventually(() => expect(threadOf(ada, rootId)).toMatchObject({ unreadCount: 1 }));
    });
  });

  test("catches up with the replies that it missed while it was stopped", async () => {
    await withThread(async ({ ada, bob, id, rootId }) => {
      const thread = { conversationId: id, rootId };
      await ada.client.threads.open(thread);
      ada.client.stop();
      for (const text of ["one", "two", "three"])
        await bob.client.messages.send(id, text, { threadId: rootId });
      ada.client.start();
      await eventually(() => expect(repliesOf(ada, id, rootId)).toEqual(["one", "two", "three"]));
      await eventually(() => expect(threadOf(ada, rootId)).toMatchObject({ unreadCount: 3 }));
      await eventually(() => expect(rootOf(ada, id)).toMatchObject({ replyCount: 3 }));
    });
  });
});
