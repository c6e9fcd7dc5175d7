import { beforeEach, describe, expect, test } from "vitest";
import { ConversationList } from "../conversations/conversation-list.ts";
import { Inbox } from "../events/inbox.ts";
import { ProblemError } from "../http/problem-error.ts";
import { People } from "../people/people.ts";
import { Store } from "../store.ts";
import { conversation, conversationId, edited, message, written } from "../testing/examples.ts";
import { sharedOutbox } from "../testing/shared-outbox.ts";
import { failOnReport, Refusal, signedIn, testApi } from "../testing/test-api.ts";
import { ThreadStore } from "../threads/thread-store.ts";
import { Threads } from "../threads/threads.ts";
import { FetchedMessages } from "../timelines/fetched-messages.ts";
import { TimelineStore } from "../timelines/timeline-store.ts";
import { Delivery, type DeliveryOptions } from "./delivery.ts";
import { memoryOutbox, type Outbox } from "./outbox.ts";

type SendAnswer = Awaited<ReturnType<DeliveryOptions["connection"]["request"]>>;

let store: Store;
let outbox: Outbox;
let timelines: TimelineStore;
let delivery: Delivery;
let api: ReturnType<typeof testApi>;
let unsendable: string[];
let answerSend: () => Promise<SendAnswer>;

/** Opens the conversation in a tab. */
function openTab(outbox: Outbox) {
  const store = new Store(failOnReport);
  store.update({ conversations: new Map([[conversationId, conversation(2)]]) });
  const unsendable: string[] = [];
  const session = signedIn(api);
  const fetched = new FetchedMessages({ store, session });
  const threadStore = new ThreadStore(store);
  const threads = new Threads({ store, session, threads: threadStore, reportError: failOnReport });
  const timelines = new TimelineStore({
    store,
    fetched,
    threads: threadStore,
    sync: async () => {},
    reportError: failOnReport,
  });
  const conversations = new ConversationList({
    store,
    session,
    people: new People({ store, session }),
    readPositions: {
      wasJustSent: () => false,
      hasRemovedMark: () => false,
      confirmMark: () => {},
      resend: () => {},
    },
    reportError: failOnReport,
    onFetched: () => {},
    onLost: () => {},
  });
  const delivery = new Delivery({
    store,
    session,
    connection: { whenOpen: async () => {}, request: () => answerSend() },
    outbox,
    timelines,
    inbox: new Inbox({ store, session, conversations, timelines, threads }),
    onUnsendable: (_, text) => unsendable.push(text),
    reportError: failOnReport,
  });
  timelines.replaceAll(conversationId, [message(1), message(2)], { isAtEnd: true, revision: 0 });
  return { store, timelines, delivery, unsendable };
}

beforeEach(() => {
  api = testApi();
  answerSend = () => new Promise(() => {});
  outbox = memoryOutbox();
  ({ store, timelines, delivery, unsendable } = openTab(outbox));
});

const timeline = () => timelines.get(conversationId);
const contents = () => timeline().messages.map(({ content }) => content);

describe("A change in the outbox", () => {
  test("shows after a restart, and stays when another change of the message arrives", async () => {
    api.on({ editMessage: () => new Promise(() => {}) });
    await outbox.put(edited(1, "edited"));
    await delivery.start();
    expect(contents()).toEqual(["edited", "message 2"]);
    const reactions = [{ emoji: "👍", userIds: [message(1).senderId] }];
    timelines.change(conversationId, {
      seq: 1,
      revision: 1,
      apply: (known) => ({ ...known, revision: 1, reactions }),
    });
    expect(timeline().messages[0]).toMatchObject({ content: "edited", reactions });
    expect(timeline().stored?.[0]).toMatchObject({ content: "message 1", reactions });
  });

  test("has no effect once it is refused, and keeps its text and the reason", async () => {
    api.on({
      editMessage: () => {
        throw new Refusal("message-deleted");
      },
    });
    timelines.setChange(edited(1, "edited"));
    await delivery.sender.send(edited(1, "edited"));
    expect(contents()).toEqual(["message 1", "message 2"]);
    expect(timeline().changes).toMatchObject([
      { failureCode: "message-deleted", change: { content: "edited" } },
    ]);
  });

  test("becomes the message when the server has made it", async () => {
    api.on({ editMessage: () => message(1, { content: "edited", revision: 1 }) });
    timelines.setChange(edited(1, "edited"));
    await delivery.sender.send(edited(1, "edited"));
    expect(contents()).toEqual(["edited", "message 2"]);
    expect(timeline().changes).toEqual([]);
    expect(timeline().stored).toBeUndefined();
  });
});

test("The text of an entry in a conversation that the user has lost is handed over once", async () => {
  const refusals: ((error: unknown) => void)[] = [];
  answerSend = () => new Promise((_, refuse) => refusals.push(refuse));
  timelines.setPending(written(9));
  const sending = delivery.sender.send(written(9));
  await expect.poll(() => refusals).toHaveLength(1);
  delivery.forget(conversationId);
  store.removeConversation(conversationId);
  refusals[0]?.(new ProblemError({ status: 404, code: "conversation-not-found", detail: "There is none." }));
  await sending;
  expect(unsendable).toEqual(["message 9"]);
  await expect.poll(() => outbox.load()).toEqual([]);
});

test("The texts of messages and edits are handed over when the user loses their conversation", async () => {
  api.on({ editMessage: () => new Promise(() => {}) });
  answerSend = () => new Promise(() => {});
  for (const entry of [written(9), edited(1, "edited")]) await outbox.put(entry);
  await delivery.start();
  delivery.forget(conversationId);
  expect(unsendable.sort()).toEqual(["edited", "message 9"]);
  await expect.poll(() => outbox.load()).toEqual([]);
});

describe("A message that another tab sends", () => {
  /** Two tabs. The first one sends a message, and the second one shows it. */
  async function twoTabs() {
    const answers: { resolve: (answer: SendAnswer) => void; reject: (error: unknown) => void }[] = [];
    answerSend = () => new Promise((resolve, reject) => answers.push({ resolve, reject }));
    const open = sharedOutbox();
    const [one, two] = [openTab(open()), openTab(open())];
    await Promise.all([one.delivery.start(), two.delivery.start()]);
    one.timelines.setPending(written(3));
    const sending = one.delivery.sender.send(written(3));
    const shown = () => two.timelines.get(conversationId);
    await expect.poll(() => shown().pending).toEqual([written(3)]);
    await expect.poll(() => answers).toHaveLength(1);
    return { one, two, shown, sending, answers };
  }

  test("shows immediately, is sent once, and becomes the message without disappearing", async () => {
    const { two, shown, sending, answers } = await twoTabs();
    const seen: number[] = [];
    two.store.subscribe(() => {
      const { messages, pending } = shown();
      seen.push(messages.length + pending.length);
    });
    answers[0]?.resolve({ type: "ack", requestId: "1", message: message(3) });
    await sending;
    await expect.poll(() => shown().pending).toEqual([]);
    expect(shown().messages.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(new Set(seen)).toEqual(new Set([3]));
    expect(answers).toHaveLength(1);
  });

  test("shows why the server has refused it, and can be sent from here", async () => {
    const { one, two, shown, sending, answers } = await twoTabs();
    answers[0]?.reject(new ProblemError({ status: 403, code: "admins-only", detail: "Not here." }));
    await sending;
    expect(shown().pending).toMatchObject([{ failure: "Not here." }]);
    answerSend = () => Promise.resolve({ type: "ack", requestId: "2", message: message(3) });
    await two.delivery.sender.send(written(3));
    for (const { timelines } of [one, two])
      await expect.poll(() => timelines.get(conversationId).messages.length).toBe(3);
    await expect.poll(() => one.timelines.get(conversationId).pending).toEqual([]);
  });

  test("hands its text over in one tab if the user loses the conversation", async () => {
    const { one, two, answers } = await twoTabs();
    for (const { delivery } of [two, one]) delivery.forget(conversationId);
    expect([one.unsendable, two.unsendable]).toEqual([["message 3"], []]);
    answers[0]?.reject(
      new ProblemError({ status: 404, code: "conversation-not-found", detail: "There is none." }),
    );
  });
});
