const minutesOf = { m: 1, h: 60, d: 24 * 60, w: 7 * 24 * 60 } as const;

/** A number with a unit, such as `20m`, `20 min` or `2 hours`. The unit's first letter names it. */
const duration = /(\d{1,4})\s*(m|min|mins|minutes?|h|hours?|d|days?|w|weeks?)(?![a-z])/g;

/** A text of nothing but durations, which may begin with "in". */
const durations = new RegExp(`^(in )?(${duration.source}\\s*)+$`);

/** `tomorrow`, and a time of that day if one is given: `tomorrow 9:30`, `tomorrow at 9`. */
const tomorrow = /^tomorrow(?: (?:at )?(\d{1,2})(?::(\d\d))?)?$/;

/** The hour at which `tomorrow` begins. */
const morning = 9;

const isUnit = (text: string): text is keyof typeof minutesOf => text in minutesOf;

function readTomorrow(
  [, hour = String(morning), minute = "0"]: RegExpExecArray,
  now: Date,
): Date | undefined {
  if (Number(hour) > 23 || Number(minute) > 59) return undefined;
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, Number(hour), Number(minute));
}

/**
 * Reads a time such as `20m`, `1h 30m`, `in 2 days`, `tomorrow` or `tomorrow 9:30`, counted from now.
 *
 * @returns undefined for any other text, and for nothing
 */
export function typedTime(text: string, now = new Date()): Date | undefined {
  const words = text.trim().toLowerCase().replace(/\s+/g, " ");
  const nextDay = tomorrow.exec(words);
  if (nextDay) return readTomorrow(nextDay, now);
  if (!durations.test(words)) return undefined;
  let minutes = 0;
  for (const [, count, unit = ""] of words.matchAll(duration)) {
    const first = unit.slice(0, 1);
    if (isUnit(first)) minutes += Number(count) * minutesOf[first];
  }
  return minutes > 0 ? new Date(now.getTime() + minutes * 60_000) : undefined;
}
