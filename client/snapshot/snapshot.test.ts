import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ConversationId } from "../../contract/ids.ts";
import { messageKey } from "../messages/message-key.ts";
import { Store } from "../store.ts";
import { conversation, conversationId, message, written } from "../testing/examples.ts";
import { failOnReport } from "../testing/test-api.ts";
import { threadKey } from "../threads/thread-ref.ts";
import { emptyTimeline, type Timeline } from "../timelines/timeline.ts";
import { Snapshot, type SnapshotStore, snapshotOf, stateOf } from "./snapshot.ts";
import { SnapshotKeeper } from "./snapshot-keeper.ts";

const idOf = (number: number) =>
  ConversationId.parse(`00000004-0000-4000-8000-${String(number).padStart(12, "0")}`);

/** The loaded end of a conversation with this many messages. */
const timeline = (count: number, change: Partial<Timeline> = {}, id = conversationId): Timeline => ({
  ...emptyTimeline,
  isLoaded: true,
  messages: Array.from({ length: count }, (_, at) => message(at + 1, { conversationId: id })),
  ...change,
});

function storeWith(timelines: [ConversationId, Timeline][], conversations = [conversation(3)]): Store {
  const store = new Store();
  store.update({
    conversations: new Map(conversations.map((each) => [each.id, each])),
    conversationsCursor: "next",
    timelines: new Map(timelines),
  });
  return store;
}

describe("A snapshot", () => {
  test("restores the conversations, the loaded ends of timelines, and threads with their replies", () => {
    const { state: loaded } = storeWith([
      [conversationId, timeline(3, { revision: 5, pending: [written(9)], part: 4 })],
    ]);
    const root = message(1, { replyCount: 1 });
    const thread = {
      conversationId,
      root,
      isFollowing: true,
      lastReadSeq: 1,
      unreadCount: 1,
      mentionCount: 0,
    };
    const key = messageKey(conversationId, root.id);
    const threads = new Map([[key, thread]]);
    const reply = message(2, { threadId: root.id, replyNumber: 1 });
    const replies = new Map([[key, { conversationId, rootId: root.id, messages: [reply] }]]);
    const state = { ...loaded, threads, replies };
    const stored = Snapshot.parse(JSON.parse(JSON.stringify(snapshotOf(state))));
    expect(stateOf(stored)).toEqual({
      conversations: state.conversations,
      conversationsCursor: null,
      people: expect.any(Map),
      timelines: new Map([[conversationId, timeline(3, { revision: 5 })]]),
      threads,
      replies,
    });
  });

  test("leaves out timelines that are empty, not loaded, in the past, or of unknown conversations", () => {
    const [empty, unloaded, past, unknown] = [1, 2, 3, 4].map(idOf) as [
      ConversationId,
      ConversationId,
      ConversationId,
      ConversationId,
    ];
    const { state } = storeWith(
      [
        [empty, timeline(0)],
        [unloaded, timeline(1, { isLoaded: false })],
        [past, timeline(1, { isAtEnd: false })],
        [unknown, timeline(1, {}, unknown)],
      ],
      [empty, unloaded, past].map((id) => conversation(1, { id })),
    );
    const snapshot = snapshotOf(state);
    expect(snapshot.timelines.map(({ messages }) => messages[0]?.conversationId)).toEqual([unknown]);
    expect(stateOf(snapshot).timelines.size).toBe(0);
  });

  test("is bounded to the 100 most recent conversations and the last 50 messages of the 20 last opened timelines", () => {
    const ids = Array.from({ length: 120 }, (_, at) => idOf(at));
    const conversations = ids.map((id, at) => conversation(1, { id, lastMessage: message(at + 1) }));
    const opened = ids.slice(0, 25).map((id): [ConversationId, Timeline] => [id, timeline(60, {}, id)]);
    const snapshot = snapshotOf(storeWith(opened, conversations).state);
    expect(snapshot.conversations.map(({ id }) => id)).toEqual(ids.slice(20).reverse());
    expect(snapshot.timelines.map(({ messages }) => messages[0]?.conversationId)).toEqual(ids.slice(5, 25));
    expect(snapshot.timelines[0]?.messages.map(({ seq }) => seq)).toEqual(
      Array.from({ length: 50 }, (_, at) => at + 11),
    );
  });

  test("prefers active conversations to archived ones", () => {
    const [active, archived] = [idOf(1), idOf(2)];
    const settings = { notify: "nothing", isPinned: false, isArchived: true, unreadFrom: null } as const;
    const conversations = [
      conversation(1, { id: archived, lastMessage: message(9), settings }),
      conversation(1, { id: active }),
    ];
    const snapshot = snapshotOf(storeWith([], conversations).state);
    expect(snapshot.conversations.map(({ id }) => id)).toEqual([active, archived]);
  });
});

describe("The snapshot keeper", () => {
  const saved: Snapshot[] = [];
  const snapshot = snapshotOf(storeWith([[conversationId, timeline(3)]]).state);
  let stored: Snapshot | undefined;
  let store: Store;
  let keeper: SnapshotKeeper;
  const snapshots: SnapshotStore = {
    load: async () => stored,
    update: async (change) => {
      stored = change(stored);
      saved.push(stored);
    },
  };

  beforeEach(() => {
    vi.useFakeTimers();
    saved.length = 0;
    stored = snapshot;
    store = new Store();
    keeper = new SnapshotKeeper({ store, snapshots, reportError: failOnReport });
  });
  afterEach(() => vi.useRealTimers());

  test("restores the last state, and keeps messages of the outbox that loaded first", async () => {
    store.update({
      timelines: new Map([
        [conversationId, { ...emptyTimeline, pending: [written(9)] }],
        [idOf(1), { ...emptyTimeline, pending: [written(8)] }],
      ]),
    });
    await keeper.start();
    expect([...store.state.conversations.keys()]).toEqual([conversationId]);
    expect(store.state.timelines.get(conversationId)).toEqual(timeline(3, { pending: [written(9)] }));
    expect(store.state.timelines.get(idOf(1))?.pending).toEqual([written(8)]);
  });

  test("restores nothing once the server has answered, even that there are no conversations", async () => {
    store.update({ conversations: new Map([[idOf(1), conversation(0, { id: idOf(1) })]]) });
    await keeper.start();
    expect([...store.state.conversations.keys()]).toEqual([idOf(1)]);
    store = new Store();
    store.update({ conversationsCursor: null });
    await new SnapshotKeeper({ store, snapshots, reportError: failOnReport }).start();
    expect(store.state.conversations.size).toBe(0);
  });

  test("starts with nothing if there is no snapshot", async () => {
    stored = undefined;
    await keeper.start();
    expect(store.state.conversationsCursor).toBeUndefined();
  });

  test("saves the state once, a second after the first of several changes", async () => {
    await keeper.start();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(saved).toEqual([]);
    store.update({ status: "live" });
    await vi.advanceTimersByTimeAsync(900);
    store.changeConversation(conversationId, (known) => ({ ...known, name: "New" }));
    expect(saved).toEqual([]);
    await vi.advanceTimersByTimeAsync(100);
    expect(saved.map(({ conversations }) => conversations[0]?.name)).toEqual(["New"]);
    store.update({ status: "offline" });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(saved).toHaveLength(2);
  });

  /** The store of a second tab, which restored the same snapshot. */
  async function secondTab(): Promise<Store> {
    const other = new Store();
    await new SnapshotKeeper({ store: other, snapshots, reportError: failOnReport }).start();
    return other;
  }
  const last = () => {
    if (!stored) throw new Error("Nothing is stored");
    return stateOf(stored);
  };

  test("keeps the entries that another tab has stored, and removes only its own lost ones", async () => {
    const gone = conversation(1, { id: idOf(7), name: "Left" });
    stored = snapshotOf(storeWith([[conversationId, timeline(3)]], [conversation(3), gone]).state);
    await keeper.start();
    const other = await secondTab();
    const [added, opened] = [conversation(2, { id: idOf(8) }), timeline(2, {}, idOf(8))];
    store.update({
      conversations: new Map([...store.state.conversations, [added.id, added]]),
      timelines: new Map([...store.state.timelines, [added.id, opened]]),
    });
    store.removeConversation(gone.id);
    await vi.advanceTimersByTimeAsync(1_000);
    other.changeConversation(conversationId, (known) => ({ ...known, version: 9, name: "By the other" }));
    await vi.advanceTimersByTimeAsync(1_000);
    expect([...last().conversations.keys()].sort()).toEqual([conversationId, added.id].sort());
    expect(last().timelines.get(added.id)?.messages).toEqual(opened.messages);
    // The first tab does not know the new name yet, and changes another conversation.
    store.changeConversation(added.id, (known) => ({ ...known, version: 9, name: "By the first" }));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(["By the other", "By the first"]).toEqual(
      [conversationId, added.id].map((id) => last().conversations.get(id)?.name),
    );
  });

  test("never stores an older version of a conversation, a timeline or a thread than another tab has", async () => {
    await keeper.start();
    const other = await secondTab();
    const grown = timeline(5, { revision: 4 });
    const reply = (seq: number) => message(seq, { threadId: message(1).id, replyNumber: seq - 1 });
    const thread = { conversationId, rootId: message(1).id };
    const repliesUpTo = (seq: number) =>
      new Map([[threadKey(thread), { ...thread, messages: [reply(2), reply(seq)] }]]);
    const updated = conversation(5, { version: 5, name: "New" });
    store.update({
      conversations: new Map([[conversationId, updated]]),
      timelines: new Map([[conversationId, grown]]),
      replies: repliesUpTo(5),
    });
    await vi.advanceTimersByTimeAsync(1_000);
    // A tab that was suspended is behind.
    for (const behind of [timeline(4, { revision: 3 }), timeline(4, { revision: 4 })]) {
      other.update({
        conversations: new Map([[conversationId, conversation(4, { version: 4 })]]),
        timelines: new Map([[conversationId, behind]]),
        replies: repliesUpTo(3),
      });
      await vi.advanceTimersByTimeAsync(1_000);
      expect(last().timelines.get(conversationId)).toEqual(grown);
    }
    expect(last().conversations.get(conversationId)).toMatchObject({ name: "New", lastSeq: 5 });
    expect(last().replies.get(threadKey(thread))?.messages.at(-1)?.seq).toBe(5);
    // A tab that shows older messages stores no part of them.
    other.update({ timelines: new Map([[conversationId, timeline(2, { isAtEnd: false, revision: 9 })]]) });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(last().timelines.get(conversationId)).toEqual(grown);
  });

  test("stores the whole state after a snapshot that could not be saved", async () => {
    stored = undefined;
    const reportError = vi.fn();
    const update = vi.fn(snapshots.update).mockRejectedValueOnce(new Error("The disk is full"));
    await new SnapshotKeeper({ store, snapshots: { ...snapshots, update }, reportError }).start();
    store.update({ conversations: new Map([[conversationId, conversation(3)]]) });
    await vi.advanceTimersByTimeAsync(1_000);
    store.update({ status: "live" });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(reportError).toHaveBeenCalledTimes(1);
    expect([...last().conversations.keys()]).toEqual([conversationId]);
  });

  test("neither restores nor saves after a stop", async () => {
    const starting = keeper.start();
    keeper.stop();
    await starting;
    expect(store.state.conversations.size).toBe(0);
    await keeper.start();
    store.update({ status: "live" });
    keeper.stop();
    store.update({ status: "offline" });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(saved).toEqual([]);
  });

  test("reports a snapshot that cannot be saved", async () => {
    const reportError = vi.fn();
    const full = { ...snapshots, update: () => Promise.reject(new Error("The disk is full")) };
    await new SnapshotKeeper({ store, snapshots: full, reportError }).start();
    store.update({ status: "live" });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(reportError).toHaveBeenCalledWith(expect.any(Error), { operation: "snapshot.save" });
  });
});
