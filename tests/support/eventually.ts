import { setTimeout as wait } from "node:timers/promises";
import { patienceMs } from "./patience.ts";

/** Repeats `check` until it no longer throws. @throws the last error of `check` when the time is up */
export async function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await wait(25);
    }
  }
}
