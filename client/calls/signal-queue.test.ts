import * as fc from "fast-check";
import { expect, test, vi } from "vitest";
import type { CallSignal } from "../../contract/calls.ts";
import { limits } from "../../contract/limits.ts";
import { wait } from "../backoff.ts";
import { ProblemError, unreachable } from "../http/problem-error.ts";
import { SignalQueue } from "./signal-queue.ts";

const failOnError = (error: unknown) => {
  throw error;
};

const candidate = (number: number) => ({ candidate: String(number) });

test("Signals are sent one after the other, with candidates in order and bundled, whenever each is added", async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.array(fc.boolean(), { maxLength: 30 }), async (scheduler, steps) => {
      const sent: CallSignal[] = [];
      let underWay = 0;
      const queue = new SignalQueue(async (signal) => {
        expect(++underWay).toBe(1);
        await scheduler.schedule(Promise.resolve());
        underWay--;
        sent.push(signal);
      }, failOnError);
      let last = -1;
      for (const [at, isDescription] of steps.entries()) {
        if (isDescription) {
          queue.describe({ type: "offer", sdp: String(at) });
          last = at;
        } else queue.add(candidate(at));
        if (at % 5 === 4) await scheduler.waitIdle();
      }
      await scheduler.waitIdle();
      const numbers = sent.flatMap(({ candidates = [] }) => candidates.map((each) => Number(each.candidate)));
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
      // Nothing that came after the last description is lost.
      const after = steps.flatMap((isDescription, at) => (isDescription || at < last ? [] : [at]));
      expect(numbers.slice(numbers.length - after.length)).toEqual(after);
      const descriptions = sent.flatMap(({ description }) => description?.sdp ?? []);
      expect(descriptions.at(-1)).toBe(last < 0 ? undefined : String(last));
      for (const { candidates = [] } of sent)
        expect(candidates.length).toBeLessThanOrEqual(limits.calls.candidates);
    }),
    { numRuns: 100 },
  );
});

test("A signal that did not reach the server is sent again", async () => {
  const sent: CallSignal[] = [];
  let failures = 1;
  const queue = new SignalQueue(
    async (signal) => {
      if (failures-- > 0) throw unreachable();
      sent.push(signal);
    },
    failOnError,
    0,
  );
  queue.add(candidate(1));
  await vi.waitFor(() => expect(sent).toEqual([{ candidates: [candidate(1)] }]));
});

test("A description that follows a failed signal takes its place", async () => {
  const sent: CallSignal[] = [];
  const queue = new SignalQueue(
    async (signal) => {
      sent.push(signal);
      if (sent.length === 1) {
        queue.add(candidate(1));
        queue.describe({ type: "offer", sdp: "new" });
        throw unreachable();
      }
    },
    failOnError,
    0,
  );
  queue.describe({ type: "offer", sdp: "old" });
  await vi.waitFor(() => expect(sent).toHaveLength(2));
  await wait(0);
  expect(sent.map(({ description }) => description?.sdp)).toEqual(["old", "new"]);
  expect(sent[1]).not.toHaveProperty("candidates");
});

test("A signal that the server refuses is reported and not repeated, and the next one follows", async () => {
  const sent: CallSignal[] = [];
  const errors: unknown[] = [];
  const refusal = new ProblemError({ status: 404, detail: "The call is over." });
  const queue = new SignalQueue(
    async (signal) => {
      sent.push(signal);
      if (sent.length === 1) throw refusal;
    },
    (error) => errors.push(error),
    0,
  );
  queue.add(candidate(1));
  queue.add(candidate(2));
  await vi.waitFor(() =>
    expect(sent).toEqual([{ candidates: [candidate(1)] }, { candidates: [candidate(2)] }]),
  );
  expect(errors).toEqual([refusal]);
});

test("A closed queue sends nothing more", async () => {
  const send = vi.fn(async () => queue.close());
  const queue = new SignalQueue(send, failOnError);
  queue.add(candidate(1));
  queue.add(candidate(2));
  await wait(0);
  expect(send).toHaveBeenCalledOnce();
});
