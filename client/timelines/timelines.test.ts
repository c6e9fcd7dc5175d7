import { beforeEach, describe, expect, test } from "vitest";
import { Store } from "../store.ts";
import { conversation, conversationId, message } from "../testing/examples.ts";
import { signedIn, testApi } from "../testing/test-api.ts";
import { ThreadStore } from "../threads/thread-store.ts";
import { FetchedMessages } from "./fetched-messages.ts";
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
