/** The hour at which a working day begins in the presets. */
const morning = 9;

/** A day at nine o'clock in the browser's time zone. */
const morningIn = (now: Date, days: number) =>
  new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, morning);

const inMinutes = (now: Date, minutes: number) => new Date(now.getTime() + minutes * 60_000);

/** A time to offer, by the name of its text. */
export interface Preset {
  name: "inMinutes" | "inAnHour" | "tomorrow" | "monday";
  time: Date;
}

const tomorrow = (now: Date): Preset => ({ name: "tomorrow", time: morningIn(now, 1) });

/** The times to offer for a scheduled message: tomorrow and on Monday, or only one of them if tomorrow is Monday. */
export function scheduleTimes(now: Date): Preset[] {
  const days = (8 - now.getDay()) % 7 || 7;
  const monday: Preset = { name: "monday", time: morningIn(now, days) };
  return days === 1 ? [monday] : [tomorrow(now), monday];
}

/** The first time to offer for a scheduled message. */
export const nextPreset = (now: Date): Date => scheduleTimes(now)[0]?.time ?? now;

/** The times to offer for a reminder. */
export const reminderTimes = (now: Date): Preset[] => [
  { name: "inMinutes", time: inMinutes(now, 20) },
  { name: "inAnHour", time: inMinutes(now, 60) },
  tomorrow(now),
];

/** Writes a time as a field of the type `datetime-local` does: `2026-11-26T09:00`. */
export function fieldTime(time: Date): string {
  const local = new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

/** Reads the value of a field of the type `datetime-local`. @returns undefined unless the time is in the future */
export function timeAhead(value: string, now = new Date()): string | undefined {
  const time = new Date(value);
  return time > now ? time.toISOString() : undefined;
}
