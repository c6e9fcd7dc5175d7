import { describe, expect, test, vi } from "vitest";
import { Unavailable, WakingUp } from "../problems/refusals.ts";
import { withRetries } from "./retries.ts";

class Failure extends Error {
  constructor(override readonly name: string) {
    super(name);
  }
}

/** Makes a call that fails with each of the names, one after the other, and then returns "done". */
function failing(...names: string[]) {
  return vi.fn(async () => {
    const name = names.shift();
    if (name) throw new Failure(name);
    return "done";
  });
}

const repeatable = { repeatable: true, caller: "gateway" } as const;

describe("withRetries", () => {
  test("retries a call that did not run, whether it is repeatable or not", async () => {
    for (const repeatable of [true, false]) {
      const call = failing("DatabaseResumingException", "ThrottlingException");
      expect(await withRetries({ repeatable, caller: "gateway" }, call)).toBe("done");
      expect(call).toHaveBeenCalledTimes(3);
    }
  });

  test("retries a call that may have run only if it is repeatable", async () => {
    expect(await withRetries(repeatable, failing("ECONNRESET", "DatabaseUnavailableException"))).toBe("done");
    const once = failing("ECONNRESET");
    await expect(withRetries({ repeatable: false, caller: "gateway" }, once)).rejects.toBeInstanceOf(
      Unavailable,
    );
    expect(once).toHaveBeenCalledTimes(1);
  });

  test("does not retry a call that the database refused", async () => {
    const call = failing("DatabaseErrorException");
    await expect(withRetries(repeatable, call)).rejects.toThrow("DatabaseErrorException");
    expect(call).toHaveBeenCalledTimes(1);
  });

  test("retries a call that the database had no connection for", async () => {
    const full = new Error("ERROR: sorry, too many clients already; SQLState: 53300");
    full.name = "DatabaseErrorException";
    const call = vi.fn(async () => "done").mockRejectedValueOnce(full);
    expect(await withRetries({ repeatable: false, caller: "gateway" }, call)).toBe("done");
  });

  test.each([
    ["gateway", "DatabaseResumingException", WakingUp, 500, 3_000],
    ["gateway", "ThrottlingException", Unavailable, 4_000, 16_000],
    ["worker", "DatabaseResumingException", WakingUp, 31_000, 45_000],
    ["worker", "ThrottlingException", Unavailable, 31_000, 45_000],
  ] as const)(
    "for a %s gives up on %s with %o after %i to %i ms",
    async (caller, name, refusal, least, most) => {
      vi.useFakeTimers();
      try {
        const started = Date.now();
        const call = failing(...Array(100).fill(name));
        const expected = expect(withRetries({ repeatable: false, caller }, call)).rejects.toBeInstanceOf(
          refusal,
        );
        await vi.runAllTimersAsync();
        await expected;
        expect(Date.now() - started).toBeGreaterThanOrEqual(least);
        expect(Date.now() - started).toBeLessThanOrEqual(most);
      } finally {
        vi.useRealTimers();
      }
    },
  );
});
