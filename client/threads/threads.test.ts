import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Thread } from "../../contract/threads.ts";
import { times } from "../../contract/times.ts";
import { unreachable } from "../http/problem-error.ts";
import { Store } from "../store.ts";
import {
  ada,
  ben,
  conversation,
  conversationId,
  message,
  messageId,
  otherConversationId,
  timeOf,
} from "../testing/examples.ts";
import { failOnReport, signedIn, type TestApi, testApi } from "../testing/test-api.ts";
import { followedThreads, unreadThreads } from "./followed-threads.ts";
import { threadKey } from "./thread-ref.ts";
import { ThreadStore } from "./thread-store.ts";
import { Threads } from "./threads.ts";

const rootId = messageId(1);
const place = { conversationId, rootId };

/** The thread's reply with a number. Its sequence number is ten higher. */
const reply = (replyNumber: number, change = {}) =>
  message(replyNumber + 10, { threadId: rootId, replyNumber, ...change });
const thread = (change: Partial<Thread> = {}): Thread => ({
  conversationId,
  root: message(1, { replyCount: 3 }),
  isFollowing: true,
  lastReadSeq: 11,
  unreadCount: 2,
  mentionCount: 1,
  ...change,
});
const other = (number: number, change: Partial<Thread> = {}) => thread({ root: message(number), ...change });

let api: TestApi;
let store: Store;
let threadStore: ThreadStore;
let threads: Threads;

beforeEach(() => {
  vi.useFakeTimers();
  api = testApi();
  store = new Store(failOnReport);
  store.update({ conversations: new Map([[conversationId, conversation(20)]]) });
  threadStore = new ThreadStore(store);
  threads = new Threads({ store, session: signedIn(api), threads: threadStore, reportError: failOnReport });
});
afterEach(() => vi.useRealTimers());

const known = () => threadStore.get(place);
const numbers = () => threadStore.repliesOf(place)?.messages.map(({ replyNumber }) => replyNumber);
const calls = () => api.calls.map(({ name }) => name);
/** Lets answers arrive. */
const settle = () => vi.advanceTimersByTimeAsync(0);

describe("A thread that opens", () => {
  test("loads itself and its newest replies, then older ones up to the first", async () => {
    api.on({
      getThread: () => thread(),
      listMessages: ({ query: { before } }) => ({
        items: before === undefined ? [reply(3), reply(2)] : [reply(1)],
        nextCursor: null,
      }),
    });
    await threads.open(place);
    expect([known(), numbers()]).toEqual([thread(), [2, 3]]);
    await threads.loadOlder(place);
    await threads.loadOlder(place);
    expect(numbers()).toEqual([1, 2, 3]);
    expect(api.calls.filter(({ name }) => name === "listMessages").map(({ query }) => query)).toEqual([
      { threadId: rootId, limit: "50" },
      { threadId: rootId, limit: "50", before: "12" },
    ]);
  });

  test("keeps replies that arrive while its page is on its way", async () => {
    threadStore.setReplies(place, [reply(1)]);
    api.on({
      getThread: () => thread(),
      listMessages: () => {
        threadStore.addReplies(place, [reply(2)]);
        return { items: [reply(1)], nextCursor: null };
      },
    });
    await threads.open(place);
    expect(numbers()).toEqual([1, 2]);
  });

  test("is fetched again if a reply arrives meanwhile, at most three times", async () => {
    threadStore.take([thread()]);
    api.on({
      getThread: () => {
        threadStore.changeThread(place, (before) => ({ ...before, unreadCount: before.unreadCount + 1 }));
        return thread();
      },
      listMessages: () => ({ items: [], nextCursor: null }),
    });
    await threads.open(place);
    expect(calls().filter((name) => name === "getThread")).toHaveLength(3);
  });
});

describe("The list of threads", () => {
  test("loads page by page until the last one, last reply first", async () => {
    const [first, second] = [other(2), other(3, { isFollowing: false })];
    const third = other(4, { root: message(4, { lastReplyAt: "2026-12-01T00:00:00.000Z" }), unreadCount: 0 });
    api.on({
      listThreads: ({ query: { cursor } }) =>
        cursor === undefined
          ? { items: [first, second], nextCursor: "next" }
          : { items: [third], nextCursor: null },
    });
    for (let page = 0; page < 3; page++) await threads.loadFollowed();
    expect(api.calls.map(({ query }) => query)).toEqual([{ limit: "50" }, { limit: "50", cursor: "next" }]);
    expect(followedThreads(store.state.threads)).toEqual([third, first]);
    expect(unreadThreads(store.state.threads)).toBe(2);
  });

  test("marks all others as read if it has only unread ones and is complete", async () => {
    threadStore.take([thread(), other(2), other(3, { unreadCount: 0, mentionCount: 0 })]);
    const unread = other(2, { unreadCount: 5 });
    api.on({ listThreads: () => ({ items: [unread], nextCursor: "more" }) });
    await threads.loadUnread();
    expect([
      known()?.unreadCount,
      threadStore.get({ conversationId, rootId: messageId(2) })?.unreadCount,
    ]).toEqual([2, 5]);
    api.on({ listThreads: () => ({ items: [unread], nextCursor: null }) });
    await threads.loadUnread();
    expect(known()).toMatchObject({ unreadCount: 0, mentionCount: 0 });
    expect(threadStore.get({ conversationId, rootId: messageId(2) })?.unreadCount).toBe(5);
    expect(api.calls.map(({ query }) => query)).toEqual(Array(2).fill({ unread: "true", limit: "100" }));
  });

  test("leaves a thread unread that has changed while the unread ones were loading", async () => {
    threadStore.take([thread()]);
    api.on({
      listThreads: () => {
        threadStore.changeThread(place, (before) => ({ ...before, unreadCount: 3 }));
        return { items: [], nextCursor: null };
      },
    });
    await threads.loadUnread();
    expect(known()?.unreadCount).toBe(3);
  });
});

describe("A reply that arrives", () => {
  test("counts in a followed thread and appears among its replies", () => {
    threadStore.take([thread()]);
    threadStore.setReplies(place, [reply(3)]);
    threads.receive(reply(4));
    expect(known()).toMatchObject({ unreadCount: 3, mentionCount: 1, root: { replyCount: 4 } });
    threads.receive(reply(5, { content: "@ada", mentions: { users: [{ id: ada, username: "ada" }] } }));
    expect(known()).toMatchObject({ unreadCount: 4, mentionCount: 2 });
    expect([numbers(), calls()]).toEqual([[3, 4, 5], []]);
  });

  test("after a gap loads the replies in between", async () => {
    threadStore.take([thread()]);
    threadStore.setReplies(place, [reply(3)]);
    api.on({ listMessages: () => ({ items: [reply(5), reply(4), reply(3)], nextCursor: null }) });
    threads.receive(reply(5));
    expect(numbers()).toEqual([3]);
    await settle();
    expect(numbers()).toEqual([3, 4, 5]);
  });

  test.each([
    ["the user's own", { senderId: ada }, true],
    [
      "one that mentions the user",
      { content: "@ada", mentions: { users: [{ id: ada, username: "ada" }] } },
      true,
    ],
    ["any other", {}, false],
  ])("makes the user a follower, or not: %s", async (_name, change, isFollower) => {
    threadStore.take([thread({ isFollowing: false })]);
    api.on({ getThread: () => thread() });
    threads.receive(reply(4, change));
    await settle();
    expect([known()?.isFollowing, calls()]).toEqual([isFollower, isFollower ? ["getThread"] : []]);
  });

  test("is no reply if it belongs to no thread", () => {
    threads.receive(message(30, { senderId: ada }));
    threads.receiveFollowers(message(30), [ada]);
    expect([store.state.latestReply, calls()]).toEqual([undefined, []]);
  });

  test.each([
    ["names the user as a follower", true, [ada], ben, { isNotified: true, isFetched: false }],
    ["names the user as a new follower", false, [ada, ben], ben, { isNotified: true, isFetched: true }],
    ["names others", true, [ben], ben, { isNotified: false, isFetched: false }],
    ["has too many followers to name them", true, undefined, ben, { isNotified: true, isFetched: false }],
    [
      "has too many followers, and the user is none",
      false,
      undefined,
      ben,
      { isNotified: false, isFetched: false },
    ],
    ["is the user's own", true, [ada], ada, { isNotified: false, isFetched: false }],
  ])("notifies a follower: its event %s", async (_name, isFollowing, followers, senderId, expected) => {
    threadStore.take([thread({ isFollowing })]);
    api.on({ getThread: () => thread() });
    threads.receiveFollowers(reply(4, { senderId }), followers);
    await settle();
    expect({ isNotified: store.state.latestReply !== undefined, isFetched: calls().length > 0 }).toEqual(
      expected,
    );
  });

  test("in an unknown thread with too many followers is looked up", async () => {
    api.on({ getThread: () => thread() });
    threads.receiveFollowers(reply(4));
    await settle();
    expect(known()).toEqual(thread());
  });

  test("is counted anew after a change, if it is unread or now mentions the user", async () => {
    api.on({ getThread: () => thread() });
    const changed = async (change: ReturnType<typeof message>, isFollowing: boolean) => {
      store.update({ threads: new Map([[threadKey(place), thread({ isFollowing })]]) });
      const before = api.calls.length;
      const { seq } = change;
      threads.recount(conversationId, { seq, revision: 1, apply: () => change, message: change });
      await settle();
      return api.calls.length - before;
    };
    const mentioning = { content: "@ada", mentions: { users: [{ id: ada, username: "ada" }] } };
    expect(await changed(reply(2), true)).toBe(1);
    expect(await changed(reply(1), true)).toBe(0);
    expect(await changed(reply(2), false)).toBe(0);
    expect(await changed(reply(1, mentioning), false)).toBe(1);
    expect(await changed(reply(1, mentioning), true)).toBe(0);
    expect(await changed(message(30), true)).toBe(0);
  });
});

/** An event about the user's place in the thread, without the parts that a test chooses. */
const updated = {
  type: "thread.updated",
  ...place,
  lastReadSeq: 0,
  unreadCount: 0,
  mentionCount: 0,
} as const;

describe("The user's place in a thread", () => {
  test("moves forward on another device, and never back", () => {
    threadStore.take([thread()]);
    threads.receivePlace({ ...updated, isFollowing: true, lastReadSeq: 13 });
    expect(known()).toMatchObject({ lastReadSeq: 13, unreadCount: 0 });
    threads.receivePlace({ ...updated, isFollowing: true, lastReadSeq: 12, unreadCount: 1 });
    expect(known()).toMatchObject({ lastReadSeq: 13, unreadCount: 0 });
    threads.receivePlace({ ...updated, lastReadSeq: 0, isFollowing: false });
    expect(known()).toMatchObject({ lastReadSeq: 0, isFollowing: false });
    expect(known()).not.toHaveProperty("type");
  });

  test("is the one of the latest change, in whatever order events and answers arrive", async () => {
    threadStore.take([thread({ isFollowing: false, lastReadSeq: 0 })]);
    threads.receivePlace({ ...updated, isFollowing: true, changedAt: "2026-11-27T10:00:02.000Z" });
    threads.receivePlace({ ...updated, isFollowing: false, changedAt: "2026-11-27T10:00:01.000Z" });
    expect(known()?.isFollowing).toBe(true);
    api.on({
      unfollowThread: () => ({ ...thread({ isFollowing: false }), changedAt: "2026-11-27T10:00:04.000Z" }),
      followThread: () => ({ ...thread(), changedAt: "2026-11-27T10:00:03.000Z" }),
    });
    await threads.setFollowing(place, false);
    expect(known()?.isFollowing).toBe(false);
    expect(known()).not.toHaveProperty("changedAt");
    await threads.setFollowing(place, true);
    expect(known()?.isFollowing).toBe(false);
  });

  test("is not that of an answer without a time, if a change arrived after the request", async () => {
    threadStore.take([thread()]);
    const unfollowed = { ...updated, isFollowing: false, changedAt: timeOf(1) };
    api.on({
      markThreadRead: () => {
        threads.receivePlace(unfollowed);
        return thread({ lastReadSeq: 13, unreadCount: 0 });
      },
      followThread: () => thread(),
    });
    threads.markRead(place, 13);
    await settle();
    expect(known()?.isFollowing).toBe(false);
    // No change arrives during this request.
    await threads.setFollowing(place, true);
    expect(known()?.isFollowing).toBe(true);
  });

  test("in an unknown thread is looked up if the user follows it", async () => {
    api.on({ getThread: () => thread() });
    threads.receivePlace({ ...updated, isFollowing: false });
    await settle();
    expect(calls()).toEqual([]);
    threads.receivePlace({ ...updated, isFollowing: true });
    await settle();
    expect(known()).toEqual(thread());
  });

  test("follows or unfollows the thread as the user asks", async () => {
    api.on({ followThread: () => thread(), unfollowThread: () => thread({ isFollowing: false }) });
    await threads.setFollowing(place, true);
    expect(known()?.isFollowing).toBe(true);
    await threads.setFollowing(place, false);
    expect(known()?.isFollowing).toBe(false);
    expect(api.calls.map(({ params }) => params)).toEqual(Array(2).fill({ id: conversationId, rootId }));
  });

  test("reaches the server at most every two seconds, and the last one always", async () => {
    const read: unknown[] = [];
    api.on({
      markThreadRead: ({ body }) => {
        read.push(body);
        return known();
      },
    });
    threadStore.take([thread()]);
    threadStore.setReplies(place, [reply(1), reply(2), reply(3), reply(4)]);
    for (const seq of [12, 13, 12]) threads.markRead(place, seq);
    expect(known()).toMatchObject({ lastReadSeq: 13, unreadCount: 2 });
    await settle();
    expect(read).toEqual([{ seq: 12 }]);
    await vi.advanceTimersByTimeAsync(times.readMs);
    expect(read).toEqual([{ seq: 12 }, { seq: 13 }]);
    threads.markRead(place, 14);
    expect(known()).toMatchObject({ lastReadSeq: 14, unreadCount: 0 });
    threads.stop();
    threads.stop();
    await settle();
    expect(read.at(-1)).toEqual({ seq: 14 });
    await vi.advanceTimersByTimeAsync(2 * times.readMs);
    expect(read).toHaveLength(3);
  });

  test("reaches the server after a lost connection, unless it was sent a moment ago", async () => {
    const read: unknown[] = [];
    api.on({
      listThreads: () => ({ items: [thread()], nextCursor: null }),
      markThreadRead: ({ body }) => {
        read.push(body);
        throw unreachable();
      },
    });
    threadStore.take([thread()]);
    threads.markRead(place, 13);
    await threads.catchUp();
    expect(read).toEqual([{ seq: 13 }]);
    await vi.advanceTimersByTimeAsync(times.readMs);
    await threads.catchUp();
    expect(read).toEqual([{ seq: 13 }, { seq: 13 }]);
    expect(known()).toMatchObject({ lastReadSeq: 13, unreadCount: 0 });
    api.on({ listThreads: () => ({ items: [thread({ lastReadSeq: 13 })], nextCursor: null }) });
    await vi.advanceTimersByTimeAsync(times.readMs);
    await threads.catchUp();
    expect(read).toHaveLength(2);
  });

  test("does not move in a thread that the user does not follow", async () => {
    threadStore.take([thread({ isFollowing: false })]);
    threads.markRead(place, 13);
    await settle();
    expect([known()?.lastReadSeq, calls()]).toEqual([11, []]);
  });
});

test("After a lost connection, unread threads and the replies of open ones are loaded again", async () => {
  threadStore.setReplies(place, [reply(1)]);
  api.on({
    listThreads: () => ({ items: [thread()], nextCursor: null }),
    listMessages: () => ({ items: [reply(2), reply(1)], nextCursor: null }),
  });
  await threads.catchUp();
  expect([known(), numbers()]).toEqual([thread(), [1, 2]]);
});

describe("A change of a message", () => {
  const change = (seq: number, revision: number, id = conversationId) =>
    threadStore.change(id, {
      seq,
      revision,
      apply: (before) => ({ ...before, content: "edited", revision }),
    });
  const contents = () => threadStore.repliesOf(place)?.messages.map(({ content }) => content);

  test("reaches the root, which keeps the count of its replies, and each reply, unless they are newer", () => {
    threadStore.take([thread(), other(12)]);
    threadStore.setReplies(place, [reply(1), reply(2, { revision: 5 })]);
    for (const seq of [1, 11, 12]) change(seq, 5);
    expect(known()?.root).toMatchObject({ content: "edited", replyCount: 3 });
    expect(contents()).toEqual(["edited", "message 12"]);
    expect(threadStore.get({ conversationId, rootId: messageId(12) })?.root.content).toBe("edited");
  });

  test("of another conversation reaches none of them", () => {
    threadStore.take([thread()]);
    threadStore.setReplies(place, [reply(1)]);
    for (const seq of [1, 11]) change(seq, 5, otherConversationId);
    expect([known()?.root.content, contents()]).toEqual(["message 1", ["message 11"]]);
  });
});

test("The threads of a conversation are forgotten when the user leaves it, and others stay", () => {
  const away = { conversationId: otherConversationId, rootId: messageId(2) };
  threadStore.take([thread(), other(2, { conversationId: otherConversationId })]);
  threadStore.setReplies(place, []);
  threadStore.setReplies(away, []);
  threadStore.forget(otherConversationId);
  expect([[...store.state.threads.keys()], [...store.state.replies.keys()]]).toEqual([
    [threadKey(place)],
    [threadKey(place)],
  ]);
});

test("The thread that was opened last is the last one in the state", () => {
  const second = { conversationId, rootId: messageId(2) };
  for (const each of [place, second, place]) threadStore.setReplies(each, []);
  expect([...store.state.replies.keys()]).toEqual([threadKey(second), threadKey(place)]);
});
