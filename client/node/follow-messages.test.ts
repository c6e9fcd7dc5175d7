import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Store } from "../store.ts";
import { conversation, conversationId, message } from "../testing/examples.ts";
import { failOnReport, Refusal, signedIn, testApi } from "../testing/test-api.ts";
import { ThreadStore } from "../threads/thread-store.ts";
import { FetchedMessages } from "../timelines/fetched-messages.ts";
import { TimelineStore } from "../timelines/timeline-store.ts";
import { Timelines } from "../timelines/timelines.ts";
import { followMessages } from "./follow-messages.ts";

const last = 180;

/** A bot whose conversation has messages up to `last`. The bot starts after the third one. */
function following() {
  const store = new Store(failOnReport);
  const api = testApi();
  const session = signedIn(api);
  const timelines = new TimelineStore({
    store,
    fetched: new FetchedMessages({ store, session }),
    threads: new ThreadStore(store),
    sync: async () => {},
    reportError: failOnReport,
  });
  const history = new Timelines({ store, timelines, session });
  const knownUpTo = (lastSeq: number) =>
    store.update({
      conversations: new Map([[conversationId, conversation(lastSeq, { lastReadSeq: 3, unreadCount: 0 })]]),
      conversationsCursor: null,
    });
  const seqs: number[] = [];
  const client = {
    get state() {
      return store.state;
    },
    subscribe: store.subscribe,
    open: history.open.bind(history),
    show: history.show.bind(history),
    timelines: history,
  };
  const stop = followMessages(client, {
    onMessage: ({ seq }) => void seqs.push(seq),
    reportError: failOnReport,
    backoff: { first: 20, most: 200 },
  });
  return { api, timelines, history, knownUpTo, seqs, stop };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

/** Lets answers arrive. */
const settle = () => vi.advanceTimersByTimeAsync(0);
const from = (first: number, to: number) =>
  Array.from({ length: Math.max(0, to - first + 1) }, (_, at) => message(first + at));

describe("A bot", () => {
  test("that sends a message while it loads missed ones receives each of them once and in order", async () => {
    const { api, timelines, history, knownUpTo, seqs, stop } = following();
    timelines.replaceAll(conversationId, [message(3)], { isAtEnd: true, revision: 0 });
    knownUpTo(3);
    let sent = 0;
    api.on({
      listMessages: async ({ query: { before, after } }) => {
        // Sending leaves the past.
        if (after === "3" && sent++ < 2) await history.showNewest(conversationId);
        if (before !== undefined) return { items: from(1, Number(before) - 1).reverse(), nextCursor: null };
        const end = Math.min(last, Number(after) + 50);
        return { items: from(Number(after) + 1, end), nextCursor: end === last ? null : "1" };
      },
    });
    timelines.replaceAll(conversationId, from(150, last), { isAtEnd: true, revision: 0 });
    knownUpTo(last);
    await settle();
    expect(sent).toBe(3);
    expect(seqs).toEqual(from(4, last).map(({ seq }) => seq));
    stop();
  });

  test("repeats a refused load no earlier than the server allows, and leaves no timer when it stops", async () => {
    const { api, knownUpTo, stop } = following();
    api.on({
      listMessages: () => {
        throw new Refusal("rate-limited", 30);
      },
    });
    knownUpTo(3);
    await vi.advanceTimersByTimeAsync(29_000);
    expect(api.calls).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(api.calls).toHaveLength(2);
    stop();
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(api.calls).toHaveLength(2);
  });
});
