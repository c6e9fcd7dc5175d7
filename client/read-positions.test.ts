import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Conversation } from "../contract/conversations.ts";
import { ConversationId, UserId } from "../contract/ids.ts";
import { times } from "../contract/times.ts";
import type { Request } from "./connection/live-socket.ts";
import { unreachable } from "./http/problem-error.ts";
import { ReadPositions } from "./read-positions.ts";
import { Store } from "./store.ts";

const id = ConversationId.parse("00000000-0000-4000-8000-000000000001");
const me = UserId.parse("00000000-0000-4000-8000-000000000002");
const conversation = Conversation.parse({
  id,
  name: "Design",
  isGroupChat: true,
  createdAt: "2026-11-25T09:00:00.000Z",
  version: 1,
  adminsOnly: false,
  lastSeq: 100,
  lastRevision: 0,
  lastMessage: null,
  lastReadSeq: 0,
  unreadCount: 100,
  mentionCount: 0,
  role: "member",
  settings: { notify: "all", isPinned: false, isArchived: false, unreadFrom: null },
  participants: [],
  participantCount: 60,
});

function reading(answer = { lastReadSeq: 0, unreadCount: 0 }) {
  const store = new Store();
  store.update({ conversations: new Map([[id, conversation]]) });
  const sent: Request[] = [];
  const recount = vi.fn();
  const request = async (frame: Request) => {
    sent.push(frame);
    return { type: "ack" as const, requestId: "1", ...answer };
  };
  const positions = new ReadPositions({
    store,
    connection: { request },
    me: () => me,
    recount,
    reportError: (error) => expect.unreachable(String(error)),
  });
  const seqs = () => sent.map((frame) => (frame.action === "read" ? frame.seq : undefined));
  return { store, positions, seqs, recount };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("A client that marks messages as unread waits for the position on its way, and sends none after it", async () => {
  const answers: (() => void)[] = [];
  const sent: Request[] = [];
  const store = new Store();
  store.update({ conversations: new Map([[id, conversation]]) });
  const positions = new ReadPositions({
    store,
    connection: {
      request: (frame) => {
        sent.push(frame);
        return new Promise((resolve) =>
          answers.push(() => resolve({ type: "ack", requestId: "1", lastReadSeq: 1, unreadCount: 99 })),
        );
      },
    },
    me: () => me,
    recount: () => {},
    reportError: (error) => expect.unreachable(String(error)),
  });
  await positions.settle(id);
  positions.markRead(id, 1);
  positions.markRead(id, 2);
  let isSettled = false;
  const settling = positions.settle(id).then(() => {
    isSettled = true;
  });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(isSettled).toBe(false);
  answers[0]?.();
  await settling;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(sent).toHaveLength(1);
  // A lost acknowledgement delays the mark by five seconds.
  positions.markRead(id, 3);
  const waiting = positions.settle(id);
  await vi.advanceTimersByTimeAsync(5_000);
  await waiting;
});

describe("A client that reads", () => {
  test("sends its first position immediately, and then at most one every two seconds", () => {
    const { positions, seqs } = reading();
    for (let seq = 1; seq <= 30; seq++) {
      positions.markRead(id, seq);
      vi.advanceTimersByTime(250);
    }
    expect(seqs()).toEqual([1, 8, 16, 24]);
    vi.advanceTimersByTime(times.readMs);
    expect(seqs()).toEqual([1, 8, 16, 24, 30]);
    vi.advanceTimersByTime(10 * times.readMs);
    expect(seqs()).toHaveLength(5);
  });

  test("does not send the same position twice", () => {
    const { positions, seqs } = reading();
    for (const seq of [5, 5, 4, 5]) {
      positions.markRead(id, seq);
      vi.advanceTimersByTime(times.readMs);
    }
    expect(seqs()).toEqual([5]);
  });

  test("shows its position immediately, before the server knows it", () => {
    const { positions, store } = reading();
    positions.markRead(id, 10);
    positions.markRead(id, 11);
    expect(store.conversation(id)).toMatchObject({ lastReadSeq: 11, unreadCount: 89 });
  });

  test("takes the number of unread messages from the answer, which leaves out deleted ones", async () => {
    const { positions, store } = reading({ lastReadSeq: 10, unreadCount: 80 });
    positions.markRead(id, 10);
    expect(store.conversation(id)?.unreadCount).toBe(90);
    await vi.advanceTimersByTimeAsync(0);
    expect(store.conversation(id)?.unreadCount).toBe(80);
  });

  test("leaves the count alone if the user has marked the conversation as unread before the answer", async () => {
    const { positions, store } = reading({ lastReadSeq: 100, unreadCount: 0 });
    positions.markRead(id, 100);
    store.changeConversation(id, (known) => ({
      ...known,
      unreadCount: 2,
      settings: { ...known.settings, unreadFrom: 99 },
    }));
    await vi.advanceTimersByTimeAsync(0);
    expect(store.conversation(id)?.unreadCount).toBe(2);
  });

  test("sends a position again that the server does not know, unless it was sent a moment ago", () => {
    const { positions, seqs } = reading();
    positions.resend(id, 10);
    positions.resend(id, 10);
    expect(seqs()).toEqual([10]);
    vi.advanceTimersByTime(5_000);
    positions.resend(id, 10);
    expect(seqs()).toEqual([10, 10]);
  });

  test("still waits for the newest position after an earlier one has failed", async () => {
    const store = new Store();
    store.update({ conversations: new Map([[id, conversation]]) });
    const failures: (() => void)[] = [];
    const positions = new ReadPositions({
      store,
      connection: {
        request: () =>
          new Promise((_, reject) => {
            failures.push(() => reject(unreachable()));
          }),
      },
      me: () => me,
      recount: () => {},
      reportError: (error) => expect.unreachable(String(error)),
    });
    positions.markRead(id, 1);
    positions.markRead(id, 2);
    await vi.advanceTimersByTimeAsync(times.readMs);
    expect(failures).toHaveLength(2);
    failures[0]?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(positions.wasJustSent(id)).toBe(true);
    failures[1]?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(positions.wasJustSent(id)).toBe(false);
  });

  test("remembers the mark as unread that it removes until the server knows the position, or a new mark is set", async () => {
    const { positions, store } = reading({ lastReadSeq: 100, unreadCount: 0 });
    const marked = (unreadFrom: number | null): Conversation => ({
      ...conversation,
      settings: { ...conversation.settings, unreadFrom },
    });
    const mark = (unreadFrom: number) => store.changeConversation(id, () => marked(unreadFrom));
    mark(50);
    expect(positions.hasRemovedMark(marked(50))).toBe(false);
    positions.markRead(id, 100);
    expect([50, 51, null].map((from) => positions.hasRemovedMark(marked(from)))).toEqual([
      true,
      false,
      false,
    ]);
    mark(50);
    expect(positions.hasRemovedMark(marked(50))).toBe(false);
    positions.markRead(id, 100);
    await vi.advanceTimersByTimeAsync(times.readMs);
    expect(positions.hasRemovedMark(marked(50))).toBe(false);
  });

  test("forgets a mark as unread that it removed once an answer lacks it, because the user may set it again", () => {
    const { positions, store } = reading();
    const marked = (unreadFrom: number | null): Conversation => ({
      ...conversation,
      settings: { ...conversation.settings, unreadFrom },
    });
    store.changeConversation(id, () => marked(50));
    positions.markRead(id, 100);
    positions.confirmMark(marked(50));
    expect(positions.hasRemovedMark(marked(50))).toBe(true);
    positions.confirmMark(marked(null));
    expect(positions.hasRemovedMark(marked(50))).toBe(false);
  });

  test("has the server count the mentions that remain after its position", async () => {
    const { positions, store, recount } = reading({ lastReadSeq: 40, unreadCount: 60 });
    positions.markRead(id, 40);
    await vi.advanceTimersByTimeAsync(times.readMs);
    expect(recount).not.toHaveBeenCalled();
    store.changeConversation(id, (known) => ({ ...known, mentionCount: 2, lastRevision: 7 }));
    positions.markRead(id, 50);
    expect(recount).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(times.readMs);
    expect(recount.mock.calls).toEqual([[id, 7]]);
  });

  test("sends the position that waits when it stops", () => {
    const { positions, seqs } = reading();
    positions.markRead(id, 10);
    positions.markRead(id, 11);
    positions.stop();
    vi.advanceTimersByTime(10 * times.readMs);
    expect(seqs()).toEqual([10, 11]);
  });
});
