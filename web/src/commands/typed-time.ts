const minutesOf = { m: 1, min: 1, h: 60, d: 24 * 60, w: 7 * 24 * 60 } as const;

const isUnit = (text: string): text is keyof typeof minutesOf => text in minutesOf;

/** The hour at which `tomorrow` begins. */
const morning = 9;

/**
 * Reads a time such as `20m`, `1h 30m`, `2 d` or `tomorrow`, counted from now.
 *
 * @returns undefined for any other text, and for nothing
 */
export function typedTime(text: string, now = new Date()): Date | undefined {
  const words = text.trim().toLowerCase();
  if (words === "tomorrow") return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, morning);
  if (!/^(\d{1,4}\s*[a-z]+\s*)+$/.test(words)) return undefined;
  let minutes = 0;
  for (const [, count, unit = ""] of words.matchAll(/(\d+)\s*([a-z]+)/g)) {
    if (!isUnit(unit)) return undefined;
    minutes += Number(count) * minutesOf[unit];
  }
  return minutes > 0 ? new Date(now.getTime() + minutes * 60_000) : undefined;
}
