import { describe, expect, test, vi } from "vitest";
import { Unavailable } from "../problems/refusals.ts";
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

describe("withRetries", () => {
  test("retries a call that did not run, whether it is repeatable or not", async () => {
    for (const repeatable of [true, false]) {
      const call = failing("DatabaseResumingException", "ThrottlingException");
      expect(await withRetries(repeatable, call)).toBe("done");
      expect(call).toHaveBeenCalledTimes(3);
    }
  });

  test("retries a call that may have run only if it is repeatable", async () => {
    expect(await withRetries(true, failing("ECONNRESET", "DatabaseUnavailableException"))).toBe("done");
    const once = failing("ECONNRESET");
    await expect(withRetries(false, once)).rejects.toBeInstanceOf(Unavailable);
    expect(once).toHaveBeenCalledTimes(1);
  });

  test("does not retry a call that the database refused", async () => {
    const call = failing("DatabaseErrorException");
    await expect(withRetries(true, call)).rejects.toThrow("DatabaseErrorException");
    expect(call).toHaveBeenCalledTimes(1);
  });

  test("gives up after six retries", async () => {
    vi.useFakeTimers();
    try {
      const started = Date.now();
      const call = failing(...Array(20).fill("DatabaseResumingException"));
      const expected = expect(withRetries(true, call)).rejects.toBeInstanceOf(Unavailable);
      await vi.runAllTimersAsync();
      await expected;
      expect(call).toHaveBeenCalledTimes(7);
      // Half of the longest waits, and all of them: 11 to 22 seconds.
      expect(Date.now() - started).toBeGreaterThanOrEqual(11_000);
      expect(Date.now() - started).toBeLessThanOrEqual(22_000);
    } finally {
      vi.useRealTimers();
    }
  });
});
