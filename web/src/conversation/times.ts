const time = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const dayOfOtherYear = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long", year: "numeric" });
const shortDay = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });

const startOfDay = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
const daysAgo = (date: Date, now: Date) => Math.round((startOfDay(now) - startOfDay(date)) / 86_400_000);
const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

export const clockTime = (iso: string) => time.format(new Date(iso));

export const fullTime = (iso: string) => full.format(new Date(iso));

/** "Today", "Yesterday", "Monday, 3 March", "3 March 2024". */
export function dayName(iso: string, now = new Date()): string {
  const date = new Date(iso);
  const days = daysAgo(date, now);
  if (days === 0 || days === 1) return sentence(relative.format(-days, "day"));
  return (date.getFullYear() === now.getFullYear() ? day : dayOfOtherYear).format(date);
}

/** As short as a list needs it: the time today, the day before that. */
export function shortTime(iso: string, now = new Date()): string {
  const date = new Date(iso);
  return daysAgo(date, now) === 0 ? time.format(date) : shortDay.format(date);
}

export const isSameDay = (a: string, b: string) => startOfDay(new Date(a)) === startOfDay(new Date(b));
