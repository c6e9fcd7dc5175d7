import { setTimeout as wait } from "node:timers/promises";

/** Asks again and again until `check` no longer throws; its last error is the test's failure. */
export async function eventually<T>(check: () => T | Promise<T>, withinMs = 15_000): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await wait(25);
    }
  }
}
