import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { messageKey } from "../messages/message-key.ts";
import { Store } from "../store.ts";
import {
  conversation,
  conversationId,
  edited,
  message,
  messageId,
  otherConversationId,
  written,
} from "../testing/examples.ts";
import { failOnReport, signedIn, testApi } from "../testing/test-api.ts";
import { ThreadStore } from "../threads/thread-store.ts";
import { FetchedMessages } from "./fetched-messages.ts";
import { TimelineStore } from "./timeline-store.ts";

let store: Store;
let threads: ThreadStore;
let fetched: FetchedMessages;
let timelines: TimelineStore;
const sync = vi.fn(async () => {});

beforeEach(() => {
  vi.useFakeTimers();
  sync.mockClear();
  store = new Store(failOnReport);
  threads = new ThreadStore(store);
  fetched = new FetchedMessages({ store, session: signedIn(testApi()) });
  timelines = new TimelineStore({ store, threads, fetched, sync, reportError: failOnReport });
  knownAs(2);
  timelines.replaceAll(conversationId, [message(1), message(2)], { isAtEnd: true, revision: 0 });
});
afterEach(() => {
  timelines.stop();
  vi.useRealTimers();
});

const knownAs = (lastSeq: number, lastRevision = 0) =>
  store.update({ conversations: new Map([[conversationId, conversation(lastSeq, { lastRevision })]]) });
const timeline = () => timelines.get(conversationId);
const contents = () => timeline().messages.map(({ content }) => content);
const seqs = () => timeline().messages.map(({ seq }) => seq);
/** A thread whose replies are loaded. */
const opened = { conversationId, rootId: messageId(1) };
/** Changes a message's text on the server. */
const change = (seq: number, revision: number, content: string) =>
  timelines.change(conversationId, { seq, revision, apply: (known) => ({ ...known, content, revision }) });

describe("A timeline", () => {
  test("shows messages in their order, although they arrive in another one", () => {
    timelines.receive(conversationId, message(4));
    timelines.receive(conversationId, message(5));
    expect(seqs()).toEqual([1, 2]);
    timelines.receive(conversationId, message(3));
    expect(seqs()).toEqual([1, 2, 3, 4, 5]);
  });

  test("takes no early messages of a conversation that the user has left meanwhile", () => {
    timelines.receive(conversationId, message(4));
    timelines.forget(conversationId);
    timelines.receive(conversationId, message(3));
    expect(seqs()).toEqual([1, 2, 3]);
  });

  test("that is not loaded takes no messages, unless the user's own are waiting there", () => {
    const other = (seq: number) => message(seq, { conversationId: otherConversationId });
    timelines.receive(otherConversationId, other(1));
    expect(timelines.get(otherConversationId).messages).toEqual([]);
    timelines.setPending(written(3, { conversationId: otherConversationId }));
    timelines.receive(otherConversationId, other(2));
    expect(timelines.get(otherConversationId).messages).toEqual([other(2)]);
  });

  test("that ends in the past takes no new messages, but counts replies and removes sent messages", () => {
    timelines.replaceAll(conversationId, [message(1)], { isAtEnd: false, revision: 0 });
    timelines.setPending(written(9));
    const reply = message(9, { threadId: messageId(1), replyNumber: 1 });
    timelines.receive(conversationId, reply);
    expect(seqs()).toEqual([1]);
    expect(timeline().pending).toEqual([]);
    expect(timeline().messages[0]?.replyCount).toBe(1);
  });

  test("that starts at the end anew keeps messages that arrived before its first page", () => {
    const id = otherConversationId;
    const other = (seq: number) => message(seq, { conversationId: id });
    timelines.setPending(written(9, { conversationId: id }));
    timelines.receive(id, other(5));
    timelines.replaceAll(id, [other(4), other(3)], { isAtEnd: true, revision: 7 });
    expect(timelines.get(id).messages.map(({ seq }) => seq)).toEqual([3, 4, 5]);
    expect(timelines.get(id)).toMatchObject({ isLoaded: true, isAtEnd: true, revision: 7, part: 1 });
  });

  test("that moves to another part replaces its messages and keeps its revision", () => {
    const focus = { seq: 50, count: 1 };
    timelines.receive(conversationId, message(60));
    timelines.replaceAll(conversationId, [message(50)], { isAtEnd: false, revision: 9, focus });
    expect(seqs()).toEqual([50]);
    expect(timeline()).toMatchObject({ isAtEnd: false, revision: 0, part: 2, focus });
    timelines.add(
      conversationId,
      Array.from({ length: 9 }, (_, at) => message(51 + at)),
    );
    expect(seqs().at(-1)).toBe(59);
  });
});

describe("A gap in a timeline", () => {
  const wait = () => vi.advanceTimersByTimeAsync(300);

  test.each([
    ["a message is missing", () => knownAs(3), true],
    ["a change is missing", () => knownAs(2, 1), true],
    ["nothing is missing", () => knownAs(2), false],
    ["the conversation is unknown", () => store.update({ conversations: new Map() }), false],
  ])("is filled if it lasts: %s", async (_name, prepare, isFilled) => {
    prepare();
    timelines.watchGap(conversationId);
    await wait();
    expect(sync.mock.calls).toEqual(isFilled ? [[conversationId]] : []);
  });

  test("is none after the end of a part in the past, or if the timeline is not loaded", async () => {
    timelines.replaceAll(conversationId, [message(1)], { isAtEnd: false, revision: 0 });
    const other = conversation(5, { id: otherConversationId });
    store.update({ conversations: new Map([...store.state.conversations, [otherConversationId, other]]) });
    timelines.watchGap(conversationId);
    timelines.watchGap(otherConversationId);
    await wait();
    expect(sync).not.toHaveBeenCalled();
  });

  test("is noticed with each message and each change", async () => {
    knownAs(4, 2);
    timelines.receive(conversationId, message(4));
    await wait();
    change(1, 2, "edited");
    await wait();
    expect(sync).toHaveBeenCalledTimes(2);
  });
});

describe("A change of a message", () => {
  test("reaches the message in the timeline, in its thread and where it is quoted", () => {
    const root = message(2);
    threads.setReplies(opened, [root]);
    fetched.take([root]);
    change(2, 1, "edited");
    expect(contents()).toEqual(["message 1", "edited"]);
    expect(threads.repliesOf(opened)?.messages[0]?.content).toBe("edited");
    expect(store.state.fetched.get(messageKey(conversationId, root.id))?.content).toBe("edited");
  });

  test("counts as known only if it follows the last one", () => {
    change(1, 1, "first");
    change(1, 3, "third");
    expect([timeline().revision, contents()[0]]).toEqual([1, "third"]);
    change(1, 2, "second");
    expect([timeline().revision, contents()[0]]).toEqual([2, "third"]);
    change(99, 3, "not loaded");
    expect(timeline().revision).toBe(3);
  });

  test("in the answer of a sync moves the known revision forward, and never back", () => {
    const newer = message(2, { content: "edited", revision: 4 });
    fetched.take([message(1)]);
    const changes = [newer, message(1, { content: "edited too", revision: 5 })];
    timelines.takeChanges({
      type: "sync",
      requestId: "1",
      messages: [],
      more: false,
      changes,
      revisions: { [conversationId]: 5 },
    });
    expect([contents(), timeline().revision]).toEqual([["edited too", "edited"], 5]);
    expect(store.state.fetched.get(messageKey(conversationId, messageId(1)))?.content).toBe("edited too");
    timelines.takeChanges({
      type: "sync",
      requestId: "2",
      messages: [],
      more: false,
      revisions: { [conversationId]: 4 },
    });
    timelines.takeChanges({ type: "sync", requestId: "3", messages: [], more: false });
    expect(timeline().revision).toBe(5);
  });

  test("without a revision reaches the message everywhere, and no other message", () => {
    fetched.take([message(2)]);
    threads.setReplies(opened, [message(3), message(2)]);
    const thread = {
      conversationId,
      root: message(2),
      isFollowing: true,
      lastReadSeq: 0,
      unreadCount: 0,
      mentionCount: 0,
    };
    threads.take([thread]);
    timelines.changeKnown({ conversationId, messageId: messageId(2) }, (known) => ({
      ...known,
      content: "voted",
    }));
    expect(contents()).toEqual(["message 1", "voted"]);
    expect(store.state.fetched.get(messageKey(conversationId, messageId(2)))?.content).toBe("voted");
    expect(threads.get({ conversationId, rootId: messageId(2) })?.root.content).toBe("voted");
    expect(threads.repliesOf(opened)?.messages.map(({ content }) => content)).toEqual(["message 3", "voted"]);
    const before = store.state.timelines.get(conversationId);
    timelines.changeKnown({ conversationId, messageId: messageId(9) }, () => message(9));
    expect(store.state.timelines.get(conversationId)).toBe(before);
  });
});

describe("A change in the outbox", () => {
  test("shows at once, is replaced by its next state, and ends without an effect if it was refused", () => {
    timelines.setChange(edited(1, "mine"));
    timelines.setChange(edited(2, "mine again"));
    expect(contents()[0]).toBe("mine again");
    timelines.setChange({ ...edited(2, "mine again"), failure: "Too late." });
    expect(timeline().changes.map(({ failure }) => failure)).toEqual([undefined, "Too late."]);
    expect(contents()[0]).toBe("mine");
    timelines.removeChange(edited(1, "mine"));
    expect(timeline().changes.map(({ id }) => id)).toEqual([edited(2, "").id]);
    expect(contents()[0]).toBe("message 1");
  });

  test("that deletes a message empties it once the server has acknowledged it, also in its thread", () => {
    threads.setReplies(opened, [message(1)]);
    timelines.delete({ ...edited(1, ""), change: { kind: "delete" } });
    expect(contents()).toEqual(["", "message 2"]);
    expect(threads.repliesOf(opened)?.messages[0]?.deletedAt).toBeDefined();
    const before = store.state.timelines;
    timelines.delete({ ...edited(1, ""), messageId: messageId(99), change: { kind: "delete" } });
    expect(store.state.timelines).toBe(before);
  });
});

describe("A message in the outbox", () => {
  const pending = () => timeline().pending.map(({ content }) => content);

  test("waits below the others in the order of writing, and is replaced by its next state", () => {
    timelines.setPending(written(8, { content: "one" }));
    timelines.setPending(written(9, { content: "two" }));
    timelines.setPending(written(8, { content: "one", failure: "Refused." }));
    expect(pending()).toEqual(["one", "two"]);
    expect(timeline().pending[0]?.failure).toBe("Refused.");
    timelines.removePending(conversationId, messageId(8));
    expect(pending()).toEqual(["two"]);
  });

  test("does not wait if the server has stored it", () => {
    timelines.setPending(written(2));
    expect(pending()).toEqual([]);
  });

  test("disappears when another tab has removed it, and others stay", () => {
    timelines.setPending(written(8, { content: "one" }));
    timelines.setPending(written(9, { content: "two" }));
    timelines.setChange(edited(1, "mine"));
    timelines.removeEntry(written(8).id);
    expect([pending(), timeline().changes.length]).toEqual([["two"], 1]);
    timelines.removeEntry(edited(1, "").id);
    expect([pending(), timeline().changes.length]).toEqual([["two"], 0]);
    const before = store.state.timelines;
    timelines.removeEntry(written(7).id);
    expect(store.state.timelines).toBe(before);
  });
});
