/** How long a status or a pause of notifications lasts. */
export type Lifetime = "halfHour" | "hour" | "fourHours" | "today" | "week" | "always";

const minuteMs = 60_000;

/** Returns the end of a lifetime that begins now, or undefined if it never ends. Days and weeks end at midnight. */
export function endOf(lifetime: Lifetime, now: Date): Date | undefined {
  const midnight = (days: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days);
  const after = (minutes: number) => new Date(now.getTime() + minutes * minuteMs);
  switch (lifetime) {
    case "halfHour":
      return after(30);
    case "hour":
      return after(60);
    case "fourHours":
      return after(4 * 60);
    case "today":
      return midnight(1);
    case "week":
      // The next Monday.
      return midnight(7 - ((now.getDay() + 6) % 7));
    case "always":
      return undefined;
  }
}

/** Returns the next morning, at nine. */
export function tomorrowMorning(now: Date): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, 9);
}
