import { describe, expect, test, vi } from "vitest";
import { Unavailable } from "../problems/refusals.ts";
import { withRetries } from "./retries.ts";

class Failure extends Error {
  constructor(override readonly name: string) {
    super(name);
  }
}

/** Fails with each of the names in turn, then returns "done". */
function failing(...names: string[]) {
  return vi.fn(async () => {
    const name = names.shift();
    if (name) throw new Failure(name);
    return "done";
  });
}

describe("a call", () => {
  test("that did not run is sent again, whether it is repeatable or not", async () => {
    for (const repeatable of [true, false]) {
      const call = failing("DatabaseResumingException", "ThrottlingException");
      expect(await withRetries(repeatable, call)).toBe("done");
      expect(call).toHaveBeenCalledTimes(3);
    }
  });

  test("of which nobody knows whether it ran is sent again only if it is repeatable", async () => {
    expect(await withRetries(true, failing("ECONNRESET", "DatabaseUnavailableException"))).toBe("done");
    const once = failing("ECONNRESET");
    await expect(withRetries(false, once)).rejects.toBeInstanceOf(Unavailable);
    expect(once).toHaveBeenCalledTimes(1);
  });

  test("that the database refused is not sent again", async () => {
    const call = failing("DatabaseErrorException");
    await expect(withRetries(true, call)).rejects.toThrow("DatabaseErrorException");
    expect(call).toHaveBeenCalledTimes(1);
  });

  test("is given up after a while", async () => {
    vi.useFakeTimers();
    const outcome = withRetries(true, failing(...Array(20).fill("DatabaseResumingException")));
    const expected = expect(outcome).rejects.toBeInstanceOf(Unavailable);
    await vi.runAllTimersAsync();
    await expected;
    vi.useRealTimers();
  });
});
