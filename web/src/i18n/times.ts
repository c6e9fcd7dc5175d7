import { sentence } from "./sentence.ts";

const startOfDay = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
const daysAgo = (date: Date, now: Date) => Math.round((startOfDay(now) - startOfDay(date)) / 86_400_000);

/** Returns the beginning of a day such as `2026-11-26` in the browser's time zone. */
export function startOf(day: string): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date).toISOString();
}

/** Returns the day some days ago in the browser's time zone, such as `2026-11-26`. */
export function dayBefore(days: number, now = new Date()): string {
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() - days);
  const twoDigits = (part: number) => String(part).padStart(2, "0");
  return `${day.getFullYear()}-${twoDigits(day.getMonth() + 1)}-${twoDigits(day.getDate())}`;
}

/** Whether two times are on the same day in the browser's time zone. */
export const isSameDay = (a: string, b: string) => startOfDay(new Date(a)) === startOfDay(new Date(b));

export interface Times {
  clockTime: (iso: string) => string;
  fullTime: (iso: string) => string;
  /** "Today", "Yesterday", "Monday, 3 March", "3 March 2024". */
  dayName: (iso: string, now?: Date) => string;
  /** A short form for lists: the time for today, the date for earlier days. */
  shortTime: (iso: string, now?: Date) => string;
  /** A short form for times to come: "Fri, 27 Nov, 09:00". */
  dayAndTime: (iso: string) => string;
  /** "5 minutes ago", "yesterday". */
  ago: (iso: string, now?: Date) => string;
}

/** Returns formatters for times in a locale (a BCP 47 tag). */
export function timesIn(locale: string): Times {
  const time = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" });
  const day = new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long" });
  const dayOfOtherYear = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric" });
  const shortDay = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short" });
  const full = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "short" });
  const dayAndTime = new Intl.DateTimeFormat(locale, {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  return {
    clockTime: (iso) => time.format(new Date(iso)),
    fullTime: (iso) => full.format(new Date(iso)),
    dayName: (iso, now = new Date()) => {
      const date = new Date(iso);
      const days = daysAgo(date, now);
      if (days === 0 || days === 1) return sentence(relative.format(-days, "day"));
      return (date.getFullYear() === now.getFullYear() ? day : dayOfOtherYear).format(date);
    },
    shortTime: (iso, now = new Date()) => {
      const date = new Date(iso);
      return daysAgo(date, now) === 0 ? time.format(date) : shortDay.format(date);
    },
    dayAndTime: (iso) => dayAndTime.format(new Date(iso)),
    ago: (iso, now = new Date()) => {
      const date = new Date(iso);
      const minutes = Math.max(0, Math.round((now.getTime() - date.getTime()) / 60_000));
      if (minutes < 60) return relative.format(-minutes, "minute");
      if (daysAgo(date, now) === 0) return relative.format(-Math.round(minutes / 60), "hour");
      return daysAgo(date, now) < 30 ? relative.format(-daysAgo(date, now), "day") : full.format(date);
    },
  };
}
