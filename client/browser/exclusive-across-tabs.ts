import type { Exclusively } from "../session/exclusively.ts";

/**
 * Runs a task while no other tab of this origin runs one, by a Web Lock. Browsers offer locks in secure contexts only.
 * https://developer.mozilla.org/en-US/docs/Web/API/Web_Locks_API
 */
export const exclusiveAcrossTabs: Exclusively = (task) =>
  "locks" in navigator ? navigator.locks.request("chatflow.refresh", task) : task();
