import { type Availability, isQuiet } from "../../../contract/availability.ts";

const stepMs = 15 * 60_000;

/** Quiet hours repeat each day, so a day without a loud time has none. */
const steps = 96;

/** Returns the first quarter of an hour from `at` on in which a user wants notifications. */
export function nextLoudTime(availability: Availability, at: Date): Date {
  const { pausedUntil } = availability;
  const from = Math.max(at.getTime(), pausedUntil === undefined ? 0 : Date.parse(pausedUntil));
  for (let step = 0; step < steps; step++) {
    const time = new Date(from + step * stepMs);
    if (!isQuiet(availability, time)) return time;
  }
  return new Date(from + steps * stepMs);
}
