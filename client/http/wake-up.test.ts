import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ProblemError } from "./problem-error.ts";
import { WakeUp } from "./wake-up.ts";

const wakingUp = (retryAfter?: number) =>
  new ProblemError({ status: 503, detail: "The database wakes up.", code: "waking-up", retryAfter });

/** A call that fails with each of these errors in turn, and then succeeds. */
function callAfter(...errors: Error[]) {
  return vi.fn(async () => {
    const error = errors.shift();
    if (error) throw error;
    return "answer";
  });
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("A call while the database wakes up", () => {
  test("is repeated after the time that the server names, or after a second", async () => {
    const call = callAfter(wakingUp(5), wakingUp());
    const answer = new WakeUp().repeat(call);
    await vi.advanceTimersByTimeAsync(4_999);
    expect(call).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(call).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(999);
    expect(call).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(await answer).toBe("answer");
    expect(call).toHaveBeenCalledTimes(3);
  });

  test("shows that it waits until the last of these calls has its answer", async () => {
    const wakeUp = new WakeUp();
    const seen: boolean[] = [];
    const unsubscribe = wakeUp.subscribe(() => seen.push(wakeUp.isWaiting));
    expect(wakeUp.isWaiting).toBe(false);
    const calls = [wakeUp.repeat(callAfter(wakingUp(1), wakingUp(1))), wakeUp.repeat(callAfter(wakingUp(1)))];
    await vi.advanceTimersByTimeAsync(1_000);
    expect(wakeUp.isWaiting).toBe(true);
    await vi.advanceTimersByTimeAsync(1_000);
    await Promise.all(calls);
    expect(seen).toEqual([true, true, true, false]);
    unsubscribe();
    const later = wakeUp.repeat(callAfter(wakingUp(1)));
    await vi.advanceTimersByTimeAsync(1_000);
    await later;
    expect(seen).toHaveLength(4);
  });

  test("fails with the server's refusal once two minutes have passed", async () => {
    const wakeUp = new WakeUp();
    const answer = wakeUp.repeat(async () => {
      throw wakingUp(30);
    });
    const refused = expect(answer).rejects.toMatchObject({ code: "waking-up" });
    await vi.advanceTimersByTimeAsync(120_000);
    expect(wakeUp.isWaiting).toBe(true);
    await vi.advanceTimersByTimeAsync(30_000);
    await refused;
    expect(wakeUp.isWaiting).toBe(false);
  });
});

test("A call that is refused for another reason fails at once, and nobody waits", async () => {
  const wakeUp = new WakeUp();
  const listener = vi.fn();
  wakeUp.subscribe(listener);
  const problem = new ProblemError({ status: 503, detail: "Busy.", code: "unavailable" });
  await expect(wakeUp.repeat(callAfter(problem))).rejects.toBe(problem);
  await expect(wakeUp.repeat(callAfter(new Error("broken")))).rejects.toThrow("broken");
  expect(await wakeUp.repeat(callAfter())).toBe("answer");
  expect(listener).not.toHaveBeenCalled();
});
