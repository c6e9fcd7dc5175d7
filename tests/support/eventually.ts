import { setTimeout as wait } from "node:timers/promises";

/** Repeats `check` until it no longer throws. @throws the last error of `check` after `withinMs` */
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
