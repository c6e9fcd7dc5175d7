import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Message, MessageAck } from "../../contract/messages.ts";
import { ProblemError, unreachable } from "../http/problem-error.ts";
import {
  conversationId,
  edited,
  message,
  messageId,
  otherConversationId,
  written,
} from "../testing/examples.ts";
import { memoryOutbox, type Outbox, type OutboxEntry, type OutboxMessage } from "./outbox.ts";
import type { OutboxChange } from "./outbox-change.ts";
import { type ChangeOutcome, Sender, type SenderOptions } from "./sender.ts";

type Attempt = {
  frame: { id: string; conversationId: string; content: string };
  answer: (seq: number) => void;
  fail: (error: unknown) => void;
};

let outbox: Outbox;
let attempts: Attempt[];
let posted: OutboxMessage[];
let sent: Message[];
let made: { change: OutboxChange; answer: (message?: Message) => void; fail: (error: unknown) => void }[];
let changed: [OutboxChange, ChangeOutcome["by"]][];
let refused: OutboxEntry[];
let reported: string[];
let isOpen: Promise<void>;
let onSent: (message: Message) => void;
let sender: Sender;

/** A connection whose answers the test gives. */
const connection: SenderOptions["connection"] = {
  whenOpen: () => isOpen,
  request: (frame) => {
    if (frame.action !== "message.send") throw new Error(`The sender sent a frame ${frame.action}`);
    return new Promise<MessageAck>((resolve, fail) => {
      const answer = (seq: number) =>
        resolve({ type: "ack", requestId: "1", message: message(seq, { content: frame.content }) });
      attempts.push({ frame, answer, fail });
    });
  },
};

const newSender = () =>
  new Sender({
    outbox,
    connection,
    post: async (long) => {
      posted.push(long);
      return message(1);
    },
    change: (change) =>
      new Promise((resolve, fail) => made.push({ change, answer: (message) => resolve(message), fail })),
    onSent: (stored) => onSent(stored),
    onChanged: (change, { by }) => changed.push([change, by]),
    onRefused: (failed) => refused.push(failed),
    reportError: (_, { operation }) => reported.push(operation),
  });

beforeEach(() => {
  vi.useFakeTimers();
  outbox = memoryOutbox();
  attempts = [];
  posted = [];
  sent = [];
  made = [];
  changed = [];
  refused = [];
  onSent = (stored) => sent.push(stored);
  reported = [];
  isOpen = Promise.resolve();
  sender = newSender();
});
afterEach(() => vi.useRealTimers());

const settle = () => vi.advanceTimersByTimeAsync(0);
const ids = () => attempts.map(({ frame }) => frame.id);
const stored = async () => (await outbox.load()).map(({ id }) => id);
const tooFast = (retryAfter?: number) =>
  new ProblemError({
    status: 429,
    code: "rate-limited",
    detail: "Slow down.",
    ...(retryAfter && { retryAfter }),
  });

describe("The sender", () => {
  test("keeps a message in the outbox until the server has acknowledged it", async () => {
    const outcome = sender.send(written(1, { replyTo: messageId(9) }));
    await settle();
    expect(await stored()).toEqual([messageId(1)]);
    expect(attempts[0]?.frame).toEqual({
      action: "message.send",
      conversationId,
      id: messageId(1),
      content: "message 1",
      replyTo: messageId(9),
    });
    attempts[0]?.answer(7);
    await outcome;
    expect(sent).toMatchObject([{ seq: 7 }]);
    expect(await stored()).toEqual([]);
    expect(reported).toEqual([]);
  });

  test("sends the messages of one conversation one after the other, and those of other conversations at the same time", async () => {
    void sender.send(written(1));
    void sender.send(written(2));
    void sender.send(written(3, { conversationId: otherConversationId }));
    await settle();
    expect(ids()).toEqual([messageId(1), messageId(3)]);
    attempts[0]?.answer(1);
    await settle();
    expect(ids()).toEqual([messageId(1), messageId(3), messageId(2)]);
  });

  test("waits for the connection, and repeats a message whose answer was lost under the same id", async () => {
    let open = () => {};
    isOpen = new Promise((resolve) => {
      open = resolve;
    });
    void sender.send(written(1));
    await settle();
    expect(attempts).toEqual([]);
    open();
    await settle();
    attempts[0]?.fail(unreachable());
    await vi.advanceTimersByTimeAsync(200);
    expect(ids()).toEqual([messageId(1), messageId(1)]);
    attempts[1]?.answer(1);
    await settle();
    expect(sent).toHaveLength(1);
  });

  test("waits longer after each failure, up to ten seconds, and at least as long as the server demands", async () => {
    void sender.send(written(1));
    const waits: number[] = [];
    for (let attempt = 0; attempt < 9; attempt++) {
      await settle();
      attempts[attempt]?.fail(attempt === 8 ? tooFast(30) : tooFast());
      const before = Date.now();
      while (attempts.length === attempt + 1) await vi.advanceTimersByTimeAsync(50);
      waits.push(Date.now() - before);
    }
    for (const [attempt, ceiling] of [200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000].entries()) {
      expect(waits[attempt]).toBeGreaterThanOrEqual(ceiling / 2);
      expect(waits[attempt]).toBeLessThanOrEqual(ceiling + 50);
    }
    expect(waits[8]).toBeGreaterThanOrEqual(35_000);
    expect(waits[8]).toBeLessThanOrEqual(40_050);
  });

  test("keeps a refused message with the reason, reports it, and sends the next one", async () => {
    void sender.send(written(1));
    void sender.send(written(2));
    await settle();
    attempts[0]?.fail(new ProblemError({ status: 403, code: "admins-only", detail: "Only admins." }));
    await settle();
    const failed = { ...written(1), failure: "Only admins.", failureCode: "admins-only" };
    expect(refused).toEqual([failed]);
    expect((await outbox.load())[0]).toEqual(failed);
    expect(ids()).toEqual([messageId(1), messageId(2)]);
    // The user sends it again.
    attempts[1]?.answer(1);
    void sender.send(written(1));
    await settle();
    expect(ids()).toEqual([messageId(1), messageId(2), messageId(1)]);
  });

  test("sends a message once, even if it is passed twice", async () => {
    void sender.send(written(1));
    await sender.send(written(1));
    await settle();
    expect(ids()).toEqual([messageId(1)]);
  });

  test("posts a message over REST that does not fit into a frame", async () => {
    // Six bytes per character in JSON.
    await sender.send(written(1, { content: "\u0001".repeat(6_000) }));
    expect(attempts).toEqual([]);
    expect(posted.map(({ id }) => id)).toEqual([messageId(1)]);
    expect(sent).toHaveLength(1);
    void sender.send(written(2, { content: "😀".repeat(8_000) }));
    await settle();
    expect(attempts).toHaveLength(1);
  });

  test("sends a message although the browser cannot store it, and reports that", async () => {
    outbox.put = async () => {
      throw new Error("The disk is full");
    };
    void sender.send(written(1));
    await settle();
    expect(ids()).toEqual([messageId(1)]);
    expect(reported).toEqual(["outbox.put"]);
  });

  test("continues with the conversation's next message after an error of a subscriber", async () => {
    onSent = () => {
      throw new Error("A bug in the page");
    };
    void sender.send(written(1));
    void sender.send(written(2));
    await settle();
    attempts[0]?.answer(1);
    await settle();
    attempts[1]?.answer(2);
    await settle();
    expect(reported).toEqual(["outbox.deliver", "outbox.deliver"]);
    expect(refused).toEqual([]);
    expect(await stored()).toEqual([]);
    // The lane also takes the same message again.
    void sender.send(written(1));
    await settle();
    expect(ids()).toEqual([messageId(1), messageId(2), messageId(1)]);
  });

  test("reports an unexpected error as a refusal, and continues with the conversation's next message", async () => {
    void sender.send(written(1));
    void sender.send(written(2));
    await settle();
    attempts[0]?.fail(new TypeError("A bug"));
    await settle();
    expect(reported).toEqual(["outbox.deliver"]);
    expect(refused).toMatchObject([{ id: messageId(1), failureCode: "unexpected-answer" }]);
    expect(ids()).toEqual([messageId(1), messageId(2)]);
    void sender.send(written(1));
    attempts[1]?.answer(1);
    await settle();
    expect(ids()).toEqual([messageId(1), messageId(2), messageId(1)]);
  });
});

describe("A change of a message", () => {
  const contents = () => made.map(({ change }) => change.change);

  test("is made after the conversation's earlier messages and changes, one at a time", async () => {
    void sender.send(written(1));
    void sender.send(edited(2, "first"));
    void sender.send(edited(3, "second"));
    await settle();
    expect(contents()).toEqual([]);
    attempts[0]?.answer(1);
    await settle();
    expect(contents()).toEqual([{ kind: "edit", content: "first" }]);
    made[0]?.answer(message(1, { content: "first" }));
    await settle();
    expect(contents()).toHaveLength(2);
    made[1]?.answer(message(1, { content: "second" }));
    await settle();
    expect(changed.map(([{ id }, by]) => [id, by])).toEqual([
      [edited(2, "").id, "server"],
      [edited(3, "").id, "server"],
    ]);
    expect(await stored()).toEqual([]);
  });

  test("waits in the outbox without a connection, and is repeated until the server has answered", async () => {
    void sender.send(edited(1, "text"));
    await settle();
    made[0]?.fail(unreachable());
    await settle();
    expect(await stored()).toEqual([edited(1, "").id]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(made).toHaveLength(2);
    made[1]?.answer(message(1));
    await settle();
    expect(changed).toHaveLength(1);
  });

  test("stays in the outbox with its text if the server refuses it", async () => {
    void sender.send(edited(1, "my words"));
    await settle();
    made[0]?.fail(new ProblemError({ status: 409, code: "message-deleted", detail: "It was deleted." }));
    await settle();
    const failed = { ...edited(1, "my words"), failure: "It was deleted.", failureCode: "message-deleted" };
    expect(refused).toEqual([failed]);
    expect(await outbox.load()).toEqual([failed]);
  });

  test("is not made twice if another tab has made it, so that it undoes no later change", async () => {
    await outbox.put(edited(1, "old"));
    await sender.start();
    await outbox.remove(edited(1, "old"));
    await settle();
    expect(made).toEqual([]);
    expect(changed.map(([, by]) => by)).toEqual(["other tab"]);
  });

  test("is made although the browser cannot store it", async () => {
    outbox.put = async () => {
      throw new Error("The disk is full");
    };
    void sender.send(edited(1, "text"));
    await settle();
    expect(contents()).toEqual([{ kind: "edit", content: "text" }]);
  });
});

describe("A sender that starts", () => {
  test("returns the whole outbox, and sends the messages that the server has not refused", async () => {
    await outbox.put(written(1));
    await outbox.put(
      written(2, {
        conversationId: otherConversationId,
        failure: "Only admins.",
        failureCode: "admins-only",
      }),
    );
    expect((await sender.start()).map(({ id }) => id)).toEqual([messageId(1), messageId(2)]);
    await settle();
    expect(ids()).toEqual([messageId(1)]);
  });

  test("resumes the sends of an earlier run, and ignores the earlier run's failure", async () => {
    void sender.send(written(1));
    await settle();
    sender.stop();
    await sender.start();
    await settle();
    expect(ids()).toEqual([messageId(1), messageId(1)]);
    attempts[0]?.fail(unreachable());
    await vi.advanceTimersByTimeAsync(10_000);
    expect(attempts).toHaveLength(2);
  });

  test("sends nothing after a stop, even if the outbox was still loading", async () => {
    await outbox.put(written(1));
    const starting = sender.start();
    sender.stop();
    expect(await starting).toEqual([]);
    await settle();
    expect(attempts).toEqual([]);
  });

  test("stops waiting to repeat a message when it is stopped", async () => {
    void sender.send(written(1));
    await settle();
    attempts[0]?.fail(tooFast());
    await settle();
    sender.stop();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(attempts).toHaveLength(1);
    expect(await stored()).toEqual([messageId(1)]);
  });
});
