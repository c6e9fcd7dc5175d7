import { limits } from "../../../contract/limits.ts";
import { TimeNotPossible } from "./refusals.ts";

/** A time that has passed this recently means now: clocks differ a little, and filling in a form takes a while. */
const tolerableMs = 60_000;

/** @throws {TimeNotPossible} if the time is past or too far ahead */
export function requireAhead(time: string, now = Date.now()): void {
  const ms = Date.parse(time) - now;
  if (!(ms >= -tolerableMs && ms <= limits.scheduled.days * 86_400_000)) throw new TimeNotPossible();
}
