import * as fc from "fast-check";
import { expect, test, vi } from "vitest";
import type { CallSignal } from "../../contract/calls.ts";
import { limits } from "../../contract/limits.ts";
import { unreachable } from "../http/problem-error.ts";
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
