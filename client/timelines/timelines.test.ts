import { beforeEach, describe, expect, test, vi } from "vitest";
import type { Message } from "../../contract/messages.ts";
import { Store } from "../store.ts";
import {
  conversation,
  conversationId,
  message,
  messageId,
  otherConversationId,
  written,
} from "../testing/examples.ts";
import { Refusal, signedIn, testApi } from "../testing/test-api.ts";
import { ThreadStore } from "../threads/thread-store.ts";
import { FetchedMessages } from "./fetched-messages.ts";
import { openedIds, syncPositions } from "./sync-positions.ts";
import { timelineSize } from "./timeline.ts";
import { TimelineStore } from "./timeline-store.ts";
import { Timelines } from "./timelines.ts";

let store: Store;
let api: ReturnType<typeof testApi>;
let timelines: TimelineStore;
let history: Timelines;
beforeEach(() => {
  store = new Store();
  api = testApi({});
  const session = signedIn(api);
  const fetched = new FetchedMessages({ store, session });
  timelines = new TimelineStore({
    store,
    fetched,
    threads: new ThreadStore(store),
    sync: async () => {},
    reportError: () => {},
  });
  history = new Timelines({ store, timelines, session });
  knownAs({ lastSeq: 1, lastReadSeq: 1 });
  timelines.replaceAll(conversationId, [message(1)], { isAtEnd: true, revision: 0 });
});

const knownAs = ({ lastSeq, lastReadSeq }: { lastSeq: number; lastReadSeq: number }) =>
  store.update({
    conversations: new Map([
      [conversationId, conversation(lastSeq, { lastReadSeq, unreadCount: lastSeq - lastReadSeq })],
    ]),
  });

const receive = (from: number, to: number) => {
  for (let seq = from; seq <= to; seq++) timelines.receive(conversationId, message(seq));
};
const seqs = () => timelines.get(conversationId).messages.map(({ seq }) => seq);

/** A promise that the test resolves. */
function gate() {
  let resolve = () => {};
  const promise = new Promise<void>((open) => {
    resolve = open;
  });
  return { promise, resolve: () => resolve() };
}

describe("A timeline that receives 10,000 messages", () => {
  test("keeps a limited number of the newest ones, without gaps, and can load older ones", async () => {
    receive(2, 10_000);
    const kept = seqs();
    expect(kept.length).toBeLessThanOrEqual(timelineSize.most);
    expect(kept.length).toBeGreaterThanOrEqual(timelineSize.kept);
    const first = kept[0] ?? 0;
    expect(kept).toEqual(kept.map((_, at) => first + at));
    expect(kept.at(-1)).toBe(10_000);
    api.on({ listMessages: () => ({ items: [message(first - 1), message(first - 2)], nextCursor: "1" }) });
    await history.loadOlder(conversationId);
    expect(seqs().slice(0, 3)).toEqual([first - 2, first - 1, first]);
  });

  test("keeps the oldest ones while a view shows them, and drops them with the next message after that", () => {
    const release = history.hold(conversationId);
    const releaseOther = history.hold(conversationId);
    receive(2, 3_000);
    release();
    receive(3_001, 3_001);
    expect(seqs()).toHaveLength(3_001);
    releaseOther();
    receive(3_002, 3_002);
    expect(seqs()).toHaveLength(timelineSize.kept);
  });

  test("opens at the first unread one, although it is no longer loaded", async () => {
    receive(2, 5_000);
    knownAs({ lastSeq: 5_000, lastReadSeq: 1_000 });
    api.on({
      listMessages: ({ query: { after } }) => ({
        items: after === undefined ? [message(1_000)] : [message(1_001)],
        nextCursor: "1",
      }),
    });
    await history.open(conversationId);
    expect(seqs()).toEqual([1_000, 1_001]);
    expect(timelines.get(conversationId)).toMatchObject({ isAtEnd: false, focus: { seq: 1_001 } });
  });
});

test("A timeline that a snapshot restored with only replies of a thread loads older messages when it opens", async () => {
  const reply = (seq: number) => message(seq, { threadId: message(1).id });
  knownAs({ lastSeq: 4, lastReadSeq: 4 });
  timelines.replaceAll(conversationId, [reply(3), reply(4)], { isAtEnd: true, revision: 0 });
  api.on({ listMessages: () => ({ items: [reply(2), message(1)], nextCursor: null }) });
  await history.open(conversationId);
  expect(seqs()).toEqual([1, 2, 3, 4]);
});

describe("A page of a conversation's history", () => {
  const queries = () => api.calls.map(({ query: { limit: _, ...query } }) => query);
  const page = (items: Message[], nextCursor: string | null = "1") => ({ items, nextCursor });
  const reply = (seq: number) => message(seq, { threadId: message(1).id });

  test("is the newest one when a conversation opens for the first time", async () => {
    const other = (seq: number) => message(seq, { conversationId: otherConversationId });
    const known = conversation(2, {
      id: otherConversationId,
      lastReadSeq: 2,
      unreadCount: 0,
      lastRevision: 4,
    });
    store.update({ conversations: new Map([[otherConversationId, known]]) });
    api.on({ listMessages: () => page([other(2), other(1)], null) });
    await Promise.all([history.open(otherConversationId), history.open(otherConversationId)]);
    await history.open(otherConversationId);
    expect(api.calls.map(({ params, query }) => [params, query])).toEqual([
      [{ id: otherConversationId }, { limit: "50" }],
    ]);
    expect(timelines.get(otherConversationId)).toMatchObject({ isLoaded: true, isAtEnd: true, revision: 4 });
  });

  test("joins messages that arrived while it was on its way", async () => {
    timelines.update(conversationId, (now) => ({ ...now, isAtEnd: false }));
    api.on({
      listMessages: () => {
        timelines.replaceAll(conversationId, [message(2), message(3)], { isAtEnd: true, revision: 0 });
        return page([message(2), message(1)]);
      },
    });
    await history.showNewest(conversationId);
    expect(seqs()).toEqual([1, 2, 3]);
  });

  test("surrounds the message to show, which is not loaded again", async () => {
    knownAs({ lastSeq: 90, lastReadSeq: 90 });
    api.on({
      listMessages: ({ query: { before } }) =>
        before === undefined ? page([message(50), message(51)]) : page([message(49), message(48)]),
    });
    await history.show(conversationId, 50);
    expect(seqs()).toEqual([48, 49, 50, 51]);
    await history.show(conversationId, 51);
    expect(queries()).toEqual([{ before: "50" }, { after: "49" }]);
    expect(timelines.get(conversationId)).toMatchObject({ isAtEnd: false, focus: { seq: 51, count: 2 } });
  });

  test("surrounds the message that was asked for last, whichever load ends first", async () => {
    knownAs({ lastSeq: 90, lastReadSeq: 90 });
    let answerFirst = () => {};
    const first = new Promise<void>((resolve) => {
      answerFirst = resolve;
    });
    api.on({
      listMessages: async ({ query: { before, after } }) => {
        if (before === "30" || after === "29") await first;
        return page([message(Number(before ?? after) + (before === undefined ? 1 : -1))]);
      },
    });
    const earlier = history.show(conversationId, 30);
    await history.show(conversationId, 50);
    answerFirst();
    await earlier;
    expect(seqs()).toEqual([49, 50]);
    expect(timelines.get(conversationId).focus?.seq).toBe(50);
  });

  test("around a message stays, although the conversation began to open before", async () => {
    timelines.update(conversationId, (now) => ({ ...now, messages: [], isLoaded: false }));
    knownAs({ lastSeq: 90, lastReadSeq: 90 });
    const newest = gate();
    api.on({
      listMessages: async ({ query: { before, after } }) => {
        if (before !== undefined) return page([message(49)]);
        if (after !== undefined) return page([message(50)]);
        await newest.promise;
        return page([message(90)]);
      },
    });
    const opening = history.open(conversationId);
    await history.show(conversationId, 50);
    newest.resolve();
    await opening;
    expect(seqs()).toEqual([49, 50]);
    expect(timelines.get(conversationId)).toMatchObject({ isAtEnd: false, focus: { seq: 50 } });
    await history.showNewest(conversationId);
    expect(seqs()).toEqual([90]);
  });

  test("follows the last message of a part in the past, until the end", async () => {
    timelines.replaceAll(conversationId, [message(5)], { isAtEnd: false, revision: 0 });
    api.on({
      listMessages: ({ query: { after } }) => (after === "5" ? page([message(6)]) : page([message(7)], null)),
    });
    for (let load = 0; load < 3; load++) await history.loadNewer(conversationId);
    expect([seqs(), queries()]).toEqual([
      [5, 6, 7],
      [{ after: "5" }, { after: "6" }],
    ]);
    expect(timelines.get(conversationId).isAtEnd).toBe(true);
  });

  test("is not added after the view has moved to another part", async () => {
    timelines.replaceAll(conversationId, [message(5)], { isAtEnd: false, revision: 0 });
    api.on({
      listMessages: () => {
        timelines.replaceAll(conversationId, [message(50)], { isAtEnd: false, revision: 0 });
        return page([message(4)], null);
      },
    });
    await history.loadOlder(conversationId);
    expect([seqs(), timelines.get(conversationId).isAtEnd]).toEqual([[50], false]);
    timelines.replaceAll(conversationId, [message(5)], { isAtEnd: false, revision: 0 });
    await history.loadNewer(conversationId);
    expect([seqs(), timelines.get(conversationId).isAtEnd]).toEqual([[50], false]);
  });

  test("of older messages is followed by more until the conversation shows one of them, at most ten", async () => {
    timelines.replaceAll(conversationId, [message(40)], { isAtEnd: true, revision: 0 });
    api.on({ listMessages: ({ query: { before } }) => page([reply(Number(before) - 1)]) });
    await history.loadOlder(conversationId);
    expect([seqs()[0], api.calls.length]).toEqual([30, 10]);
    api.on({ listMessages: ({ query: { before } }) => page([message(Number(before) - 1)]) });
    await history.loadOlder(conversationId);
    expect([seqs()[0], api.calls.length]).toEqual([29, 11]);
    api.on({ listMessages: () => page([], null) });
    await history.loadOlder(conversationId);
    expect(api.calls).toHaveLength(12);
  });

  test("is asked for again after a temporary failure, and not after a refusal", async () => {
    vi.useFakeTimers();
    timelines.replaceAll(conversationId, [message(5)], { isAtEnd: true, revision: 0 });
    api.on({
      listMessages: () => {
        if (api.calls.length < 3) throw new Refusal("rate-limited", 20);
        return page([message(4)]);
      },
    });
    const load = history.loadOlder(conversationId);
    await vi.advanceTimersByTimeAsync(19_000);
    expect(api.calls).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(60_000);
    await load;
    vi.useRealTimers();
    expect([seqs(), api.calls.length]).toEqual([[4, 5], 3]);
    api.on({
      listMessages: () => {
        throw new Refusal("conversation-not-found");
      },
    });
    await expect(history.loadOlder(conversationId)).rejects.toMatchObject({ status: 404 });
    expect(api.calls).toHaveLength(4);
  });
});

test("A timeline that misses more than 300 messages starts anew at the end, and one that misses fewer stays", async () => {
  api.on({ listMessages: () => ({ items: [message(302)], nextCursor: "1" }) });
  knownAs({ lastSeq: 301, lastReadSeq: 301 });
  await history.renewFarBehind();
  expect([seqs(), api.calls.length]).toEqual([[1], 0]);
  knownAs({ lastSeq: 302, lastReadSeq: 302 });
  await history.renewFarBehind();
  expect([seqs(), api.calls.length]).toEqual([[302], 1]);
  timelines.replaceAll(conversationId, [message(1)], { isAtEnd: false, revision: 0 });
  knownAs({ lastSeq: 900, lastReadSeq: 900 });
  await history.renewFarBehind();
  expect(api.calls).toHaveLength(1);
});

describe("A jump to a message", () => {
  const gates = () => ({ jump: gate(), renewal: gate() });
  /** Answers the requests around message 50 and the others when their gates open. */
  const answerAt = ({ jump, renewal }: ReturnType<typeof gates>) =>
    api.on({
      listMessages: async ({ query: { before, after } }) => {
        const isJump = before === "50" || after === "49";
        await (isJump ? jump : renewal).promise;
        const seq = before === undefined ? Number(after ?? 399) + 1 : Number(before) - 1;
        return { items: [message(seq)], nextCursor: "1" };
      },
    });

  test.each([
    { place: "the end", lastReadSeq: 400, first: "jump" },
    { place: "the end", lastReadSeq: 400, first: "renewal" },
    { place: "the first unread message", lastReadSeq: 1, first: "jump" },
    { place: "the first unread message", lastReadSeq: 1, first: "renewal" },
  ] as const)(
    "stays while a timeline starts anew at $place, if the $first loads first",
    async ({ lastReadSeq, first }) => {
      knownAs({ lastSeq: 400, lastReadSeq });
      const open = gates();
      answerAt(open);
      const renewal = history.renewFarBehind();
      const jump = history.show(conversationId, 50);
      open[first].resolve();
      await { jump, renewal }[first];
      for (const gate of Object.values(open)) gate.resolve();
      await Promise.all([jump, renewal]);
      expect(seqs()).toEqual([49, 50]);
      expect(timelines.get(conversationId).focus?.seq).toBe(50);
    },
  );

  test("that fails leaves the newest messages, which the user asked for before, to be shown", async () => {
    timelines.replaceAll(conversationId, [message(5)], { isAtEnd: false, revision: 0 });
    const newest = gate();
    api.on({
      listMessages: async ({ query: { before, after } }) => {
        if (before !== undefined || after !== undefined) throw new Refusal("rate-limited");
        await newest.promise;
        return { items: [message(400)], nextCursor: "1" };
      },
    });
    const opening = history.showNewest(conversationId);
    await expect(history.show(conversationId, 50)).rejects.toMatchObject({ code: "rate-limited" });
    newest.resolve();
    await opening;
    expect([seqs(), timelines.get(conversationId).isAtEnd]).toEqual([[400], true]);
  });

  test("that fails after the newest messages have arrived loads them again", async () => {
    timelines.replaceAll(conversationId, [message(5)], { isAtEnd: false, revision: 0 });
    const [newest, jump] = [gate(), gate()];
    api.on({
      listMessages: async ({ query: { before, after } }) => {
        const isJump = before !== undefined || after !== undefined;
        await (isJump ? jump : newest).promise;
        if (isJump) throw new Refusal("rate-limited");
        return { items: [message(400)], nextCursor: "1" };
      },
    });
    const opening = history.showNewest(conversationId);
    const jumping = expect(history.show(conversationId, 50)).rejects.toMatchObject({ code: "rate-limited" });
    newest.resolve();
    await opening;
    expect(seqs()).toEqual([5]);
    jump.resolve();
    await jumping;
    expect([seqs(), timelines.get(conversationId).isAtEnd]).toEqual([[400], true]);
  });

  test.each(["before", "after"])(
    "that fails leaves the part of an earlier jump, if the newest messages arrive %s it",
    async (order) => {
      timelines.replaceAll(conversationId, [message(5)], { isAtEnd: false, revision: 0 });
      const [newest, failure] = [gate(), gate()];
      api.on({
        listMessages: async ({ query: { before, after } }) => {
          if (before === "30" || after === "29") return { items: [message(30)], nextCursor: "1" };
          if (before === undefined && after === undefined) {
            await newest.promise;
            return { items: [message(400)], nextCursor: "1" };
          }
          await failure.promise;
          throw new Refusal("rate-limited");
        },
      });
      const opening = history.showNewest(conversationId);
      await history.show(conversationId, 30);
      const refused = [50, 70].map((seq) =>
        expect(history.show(conversationId, seq)).rejects.toMatchObject({ code: "rate-limited" }),
      );
      const arrive = async () => {
        newest.resolve();
        await opening;
      };
      if (order === "before") await arrive();
      failure.resolve();
      await Promise.all(refused);
      await arrive();
      expect(seqs()).toEqual([30]);
    },
  );

  test("that is still loading keeps a timeline from starting anew", async () => {
    knownAs({ lastSeq: 400, lastReadSeq: 1 });
    const open = gates();
    answerAt(open);
    open.renewal.resolve();
    const jump = history.show(conversationId, 50);
    await history.renewFarBehind();
    open.jump.resolve();
    await jump;
    expect([seqs(), api.calls.length]).toEqual([[49, 50], 2]);
  });
});

test("A timeline that cannot start anew keeps its messages, and the next catch-up starts it anew", async () => {
  const revised = { revision: 1, content: "edited" };
  knownAs({ lastSeq: 400, lastReadSeq: 400 });
  api.on({
    listMessages: () => {
      // The change arrives while the timeline has no messages, so the next sync must ask for it again.
      const apply = (known: Message) => ({ ...known, ...revised });
      timelines.change(conversationId, { seq: 1, revision: 1, apply });
      throw new Refusal("rate-limited");
    },
  });
  await expect(history.renewFarBehind()).rejects.toMatchObject({ code: "rate-limited" });
  expect(seqs()).toEqual([1]);
  expect(timelines.get(conversationId)).toMatchObject({ isLoaded: true, revision: 0 });
  api.on({ listMessages: () => ({ items: [message(400)], nextCursor: "1" }) });
  await history.renewFarBehind();
  expect(seqs()).toEqual([400]);
});

test("A timeline of a conversation that is lost while it starts anew does not return", async () => {
  knownAs({ lastSeq: 400, lastReadSeq: 400 });
  api.on({
    listMessages: () => {
      store.removeConversation(conversationId);
      throw new Refusal("conversation-not-found");
    },
  });
  await expect(history.renewFarBehind()).rejects.toMatchObject({ status: 404 });
  expect(store.state.timelines.size).toBe(0);
});

test("An own message that is sent while a timeline fails to start anew is shown once the gap before it is filled", async () => {
  knownAs({ lastSeq: 400, lastReadSeq: 400 });
  timelines.setPending(written(402));
  api.on({
    listMessages: () => {
      for (const seq of [401, 402]) timelines.receive(conversationId, message(seq));
      throw new Refusal("rate-limited");
    },
  });
  await expect(history.renewFarBehind()).rejects.toMatchObject({ code: "rate-limited" });
  const own = () => {
    const { messages, pending } = timelines.get(conversationId);
    return [...messages, ...pending].some(({ id }) => id === messageId(402));
  };
  expect(own()).toBe(true);
  expect(seqs()).toEqual([1]);
  timelines.add(
    conversationId,
    Array.from({ length: 399 }, (_, at) => message(at + 2)),
  );
  expect(seqs().at(-1)).toBe(402);
  expect(timelines.get(conversationId).pending).toEqual([]);
});

test("A sync continues after the end of a timeline, or after the last message if the timeline ends in the past", () => {
  knownAs({ lastSeq: 9, lastReadSeq: 9 });
  const unknown = otherConversationId;
  const positions = () => syncPositions(store.state, [conversationId, unknown]);
  timelines.update(conversationId, (now) => ({ ...now, revision: 3 }));
  expect(positions()).toEqual({
    conversations: { [conversationId]: 1, [unknown]: 0 },
    revisions: { [conversationId]: 3, [unknown]: 0 },
  });
  timelines.update(conversationId, (now) => ({ ...now, isAtEnd: false }));
  expect(positions().conversations[conversationId]).toBe(9);
  expect(openedIds(store.state)).toEqual([conversationId]);
  timelines.update(conversationId, (now) => ({ ...now, isLoaded: false }));
  expect(openedIds(store.state)).toEqual([]);
});
