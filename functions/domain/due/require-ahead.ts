import { limits } from "../../../contract/limits.ts";
import { TimeNotPossible } from "./refusals.ts";

/**
 * A time that is past by no more than this means now, because clocks differ a little, and a form takes a while to fill
 * in.
 */
const tolerableMs = 60_000;

/** @throws {TimeNotPossible} if the time is past or too far ahead */
export function requireAhead(time: string, now = Date.now()): void {
  const ms = Date.parse(time) - now;
  if (!(ms >= -tolerableMs && ms <= limits.scheduled.days * 86_400_000)) throw new TimeNotPossible();
}
