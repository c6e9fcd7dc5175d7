import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Queue, type QueueConfiguration } from "./queue.ts";
import { Sqs } from "./sqs.ts";

const configuration: QueueConfiguration = {
  name: "Jobs",
  arn: "arn:aws:sqs:us-east-1:000000000000:Jobs",
  visibilityMs: 30_000,
  delayMs: 0,
  retentionMs: 600_000,
};
const bodies = (queue: Queue, max = 10) => queue.receive(max).map(({ body }) => body);

/** Receives the next message. @throws if the queue has none */
function receiveOne(queue: Queue) {
  const [message] = queue.receive(1);
  if (!message) throw new Error("The queue has no message");
  return message;
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("A batching window ends when a batch is full, or when its time is over", async () => {
  const queue = new Queue(configuration);
  const isOver = { full: false, timed: false };
  queue.send("one");
  void queue.whenVisible(2, 1_000).then(() => {
    isOver.full = true;
  });
  await vi.advanceTimersByTimeAsync(500);
  expect(isOver.full).toBe(false);
  queue.send("two");
  await vi.advanceTimersByTimeAsync(0);
  expect(isOver.full).toBe(true);
  void queue.whenVisible(3, 1_000).then(() => {
    isOver.timed = true;
  });
  await vi.advanceTimersByTimeAsync(999);
  expect(isOver.timed).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(isOver.timed).toBe(true);
});

test("A paused queue collects messages until it resumes", async () => {
  const queue = new Queue(configuration);
  queue.pause();
  queue.send("one");
  let isReady = false;
  void queue.whenReady(20_000).then(() => {
    isReady = true;
  });
  await vi.advanceTimersByTimeAsync(1_000);
  expect([isReady, bodies(queue)]).toEqual([false, []]);
  queue.send("two");
  queue.resume();
  await vi.advanceTimersByTimeAsync(0);
  expect([isReady, bodies(queue)]).toEqual([true, ["one", "two"]]);
});

test("A message is hidden while a consumer works on it, and returns unless the consumer deletes it", () => {
  const queue = new Queue(configuration);
  queue.send("one");
  queue.send("two");
  const [one, two] = [receiveOne(queue), receiveOne(queue)];
  expect([one.body, two.body]).toEqual(["one", "two"]);
  expect(bodies(queue)).toEqual([]);
  queue.delete(two.receiptHandle);
  vi.advanceTimersByTime(29_999);
  expect(bodies(queue)).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(queue.receive(10)).toMatchObject([{ body: "one", receiveCount: 2 }]);
});

test("An old receipt handle does nothing", () => {
  const queue = new Queue(configuration);
  queue.send("one");
  const { receiptHandle } = receiveOne(queue);
  vi.advanceTimersByTime(30_000);
  expect(bodies(queue)).toEqual(["one"]);
  queue.delete(receiptHandle);
  expect(queue.changeVisibility(receiptHandle, 0)).toBe(false);
  vi.advanceTimersByTime(30_000);
  expect(bodies(queue)).toEqual(["one"]);
});

test("A delayed message arrives on time and wakes a waiting consumer", async () => {
  const queue = new Queue(configuration);
  queue.send("later", 5_000);
  const ready = queue.whenReady(20_000);
  await vi.advanceTimersByTimeAsync(5_000);
  await ready;
  expect(bodies(queue)).toEqual(["later"]);
});

test("A message that was received too often moves to the failure queue, and an old message expires", () => {
  const failures = new Queue({ ...configuration, name: "Failures" });
  const queue = new Queue({ ...configuration, redrive: { maxReceiveCount: 2, queue: failures } });
  queue.send("hopeless");
  for (const _ of [1, 2]) {
    expect(bodies(queue)).toEqual(["hopeless"]);
    vi.advanceTimersByTime(30_000);
  }
  expect(bodies(queue)).toEqual([]);
  expect(bodies(failures)).toEqual(["hopeless"]);
  queue.send("too old");
  vi.advanceTimersByTime(600_001);
  expect(bodies(queue)).toEqual([]);
});

test("Every message is either deleted once or still in the queue, in whatever order consumers receive and release", () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant("send" as const), delay: fc.nat(40_000) }),
    fc.record({ do: fc.constant("receive" as const), max: fc.integer({ min: 1, max: 10 }) }),
    fc.record({ do: fc.constant("delete" as const) }),
    fc.record({ do: fc.constant("give up" as const) }),
    fc.record({ do: fc.constant("wait" as const), ms: fc.nat(40_000) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const queue = new Queue({ ...configuration, retentionMs: Number.POSITIVE_INFINITY });
      const held: { body: string; receiptHandle: string; until: number }[] = [];
      const deleted = new Set<string>();
      let sent = 0;
      for (const action of steps) {
        switch (action.do) {
          case "send":
            queue.send(String(sent++), action.delay);
            break;
          case "receive":
            held.push(
              ...queue.receive(action.max).map((message) => ({ ...message, until: Date.now() + 30_000 })),
            );
            break;
          case "delete": {
            const message = held.shift();
            if (!message) break;
            queue.delete(message.receiptHandle);
            if (message.until > Date.now()) deleted.add(message.body);
            break;
          }
          case "give up": {
            const message = held.shift();
            if (message) queue.changeVisibility(message.receiptHandle, 0);
            break;
          }
          case "wait":
            vi.advanceTimersByTime(action.ms);
        }
      }
      const left = queue.close().map(({ body }) => body);
      expect([...left, ...deleted].sort()).toEqual(
        Array.from({ length: sent }, (_, at) => String(at)).sort(),
      );
    }),
  );
});

test("A queue's contents survive a restart, including messages in flight", () => {
  const folder = mkdtempSync(join(tmpdir(), "chatflow-sqs-"));
  try {
    const file = join(folder, "sqs.json");
    const before = new Sqs(file);
    const queue = before.ensureQueue(configuration);
    for (const body of ["one", "two"]) queue.send(body);
    queue.send("three", 60_000);
    queue.receive(1);
    before.close();
    const after = new Sqs(file).ensureQueue(configuration);
    vi.advanceTimersByTime(60_000);
    expect(bodies(after).sort()).toEqual(["one", "three", "two"]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
