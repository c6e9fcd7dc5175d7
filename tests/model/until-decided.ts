import { setTimeout as wait } from "node:timers/promises";
import { ProblemError } from "../../client/http/problem-error.ts";

/** Repeats a call while it is throttled or fails. @returns undefined if the server refuses it for good */
export async function untilDecided<T>(call: () => Promise<T>): Promise<T | undefined> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      if (!error.isTemporary) return undefined;
      await wait(50);
    }
  }
}
