import { BrokenCircuitError } from "cockatiel";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { HostBreakers } from "./host-breakers.ts";

const fails = async () => {
  throw new Error("refused");
};
const succeeds = async () => "answer";

describe("The circuit breaker of a host", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("stops calls to the host after five failures in a row, and calls to other hosts go on", async () => {
    const breakers = new HostBreakers();
    for (let call = 0; call < 5; call++) {
      await expect(breakers.run("dead.example", fails)).rejects.toThrow("refused");
    }
    let called = 0;
    const attempt = breakers.run("dead.example", async () => called++);
    await expect(attempt).rejects.toBeInstanceOf(BrokenCircuitError);
    expect(called).toBe(0);
    expect(await breakers.run("other.example", succeeds)).toBe("answer");
  });

  test("tries one call after 30 seconds, and closes when it succeeds", async () => {
    const breakers = new HostBreakers();
    for (let call = 0; call < 5; call++) await breakers.run("back.example", fails).catch(() => undefined);
    vi.advanceTimersByTime(30_000);
    expect(await breakers.run("back.example", succeeds)).toBe("answer");
    expect(await breakers.run("back.example", succeeds)).toBe("answer");
  });
});
