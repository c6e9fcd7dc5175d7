import type { FeaturesTexts } from "../i18n/texts-types.ts";

/** The words of a language for times, as the catalogs list them: with commas between words of the same meaning. */
export type TimeWords = FeaturesTexts["commands"]["times"];

/** A reminder as the user has typed it. The text is empty if there is none. */
export interface TypedReminder {
  time: Date;
  text: string;
}

/** A time at the beginning of a text, and the number of characters that it takes. */
interface Found {
  time: Date;
  length: number;
}

/** The hour at which a day begins if no time of day is given. */
const morning = 9;

const units = ["minutes", "hours", "days", "weeks"] as const;
const minutesOf = { minutes: 1, hours: 60, days: 24 * 60, weeks: 7 * 24 * 60 } as const;

/** Neither a letter nor a mark follows, so that the word ends here. */
const wordEnd = String.raw`(?![\p{L}\p{M}])`;

/** Reads times and reminders in English and in the user's language. */
export class TypedTimes {
  readonly #units: readonly (readonly [unit: RegExp, minutes: number])[];
  readonly #part: RegExp;
  readonly #duration: RegExp;
  readonly #dayFirst: RegExp;
  readonly #clockFirst: RegExp;
  readonly #me: RegExp;
  readonly #to: RegExp;

  /** @param words  of each language in which the user may write */
  constructor(words: readonly TimeWords[]) {
    const any = (...names: (keyof TimeWords)[]) => {
      const listed = words.flatMap((each) => names.flatMap((name) => each[name].split(",")));
      // The longest one first, because an alternative that matches ends the search.
      const longestFirst = listed.map((word) => word.trim()).sort((one, other) => other.length - one.length);
      return `(?:${longestFirst.join("|")})${wordEnd}`;
    };
    const unit = any(...units);
    const part = `(?:(?<count>\\d{1,4})|${any("one")}\\s)\\s*(?<unit>${unit})`;
    const unnamed = part.replaceAll(/\?<\w+>/g, "");
    const clock = `(?<hour>\\d{1,2})(?:(?:\\s*h\\s*|[:.])(?<minute>\\d\\d))?(?:\\s*(?:(?<half>am|pm)${wordEnd}|${any("oclock")}))?(?![\\p{L}\\p{N}]|[:.]\\d)`;
    const at = `(?:${any("at")}\\s+)?`;
    const day = `(?:${any("today")}|(?<tomorrow>${any("tomorrow")}))`;
    this.#units = units.map((name) => [new RegExp(`^${any(name)}$`, "iu"), minutesOf[name]]);
    this.#part = new RegExp(part, "giu");
    this.#duration = new RegExp(
      `^(?:${any("in")}\\s+(?<single>${unit})|(?:${any("in")}\\s+)?${unnamed}(?:\\s*${unnamed})*)`,
      "iu",
    );
    this.#dayFirst = new RegExp(`^${day}(?:\\s+${at}${clock}|(?!\\s+${at}\\d))`, "iu");
    this.#clockFirst = new RegExp(`^(?<at>${at})${clock}(?<day>\\s+${day})?`, "iu");
    this.#me = new RegExp(`^${any("me")}\\s+`, "iu");
    this.#to = new RegExp(`^${any("to")}\\s+`, "iu");
  }

  /**
   * Reads a time such as `20m`, `1h 30m`, `in 2 days`, `tomorrow`, `tomorrow 9:30` or `at 17:00`, counted from now.
   *
   * @returns undefined for any other text, and for nothing
   */
  time(text: string, now = new Date()): Date | undefined {
    const trimmed = text.trim();
    const found = this.#find(trimmed, now);
    return found?.length === trimmed.length ? found.time : undefined;
  }

  /**
   * Reads a time and what to remind of, in either order: `me in 20 minutes to call Bob`, `call Bob tomorrow`.
   *
   * @returns undefined if there is no time
   */
  reminder(typed: string, now = new Date()): TypedReminder | undefined {
    const text = typed.trim().replace(this.#me, "");
    const first = this.#find(text, now);
    if (first) return { time: first.time, text: this.#textOf(text.slice(first.length)) };
    for (const { index } of text.matchAll(/(?<=\s)\S/g)) {
      const time = this.time(text.slice(index), now);
      if (time) return { time, text: this.#textOf(text.slice(0, index)) };
    }
    return undefined;
  }

  #textOf(text: string): string {
    return text
      .replace(/^[\s,:–-]+/, "")
      .replace(this.#to, "")
      .trim();
  }

  #find(typed: string, now: Date): Found | undefined {
    // Keyboards for Arabic may type Arabic digits.
    const text = typed.replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660));
    const duration = this.#duration.exec(text);
    if (duration) return found(duration, new Date(now.getTime() + this.#minutesIn(duration) * 60_000), now);
    const dayFirst = this.#dayFirst.exec(text);
    if (dayFirst) return found(dayFirst, timeOf(dayFirst, now), now);
    const clockFirst = this.#clockFirst.exec(text);
    if (!clockFirst) return undefined;
    const { at, minute, half, day, tomorrow } = clockFirst.groups ?? {};
    // A number alone is no time.
    if (!at && !minute && !half && !day) return undefined;
    const time = timeOf(clockFirst, now);
    const isPast = time !== undefined && time <= now && !day && !tomorrow;
    return found(clockFirst, isPast ? timeOf(clockFirst, now, 1) : time, now);
  }

  #minutesIn([text, ...groups]: RegExpExecArray): number {
    const minutesOfUnit = (unit: string) => this.#units.find(([words]) => words.test(unit))?.[1] ?? 0;
    const [single] = groups;
    if (single) return minutesOfUnit(single);
    let minutes = 0;
    for (const { groups: part } of text.matchAll(this.#part))
      minutes += Number(part?.count ?? 1) * minutesOfUnit(part?.unit ?? "");
    return minutes;
  }
}

const found = ([text]: RegExpExecArray, time: Date | undefined, now: Date): Found | undefined =>
  time && time > now ? { time, length: text.length } : undefined;

/** The time that a match names. Undefined if a day has no such time. @param later  days to add */
function timeOf({ groups = {} }: RegExpExecArray, now: Date, later = 0): Date | undefined {
  const { tomorrow, minute = "0", half } = groups;
  const typed = Number(groups.hour ?? morning);
  if (half && (typed < 1 || typed > 12)) return undefined;
  const hour = half ? (typed % 12) + (half.toLowerCase() === "pm" ? 12 : 0) : typed;
  if (hour > 23 || Number(minute) > 59) return undefined;
  const days = later + (tomorrow ? 1 : 0);
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour, Number(minute));
}
