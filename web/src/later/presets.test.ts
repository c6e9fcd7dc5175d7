import { expect, test } from "vitest";
import { fieldTime, reminderTimes, scheduleTimes, timeAhead } from "./presets.ts";

const at = (day: number, hour = 15, minute = 30) => new Date(2026, 10, day, hour, minute);
const names = (now: Date) =>
  scheduleTimes(now).map(({ name, time }) => [name, time.getDate(), time.getHours()]);

test("A message is scheduled for tomorrow or the next Monday at nine, and on a Sunday only for Monday", () => {
  expect(names(at(26))).toEqual([
    ["tomorrow", 27, 9],
    ["monday", 30, 9],
  ]);
  expect(names(at(29))).toEqual([["monday", 30, 9]]);
  expect(names(at(23))).toEqual([
    ["tomorrow", 24, 9],
    ["monday", 30, 9],
  ]);
});

test("Every preset is in the future, also around midnight and when the clocks change", () => {
  for (let hour = 0; hour < 24 * 400; hour++) {
    const now = new Date(2026, 0, 1, hour, 59);
    for (const { time } of [...scheduleTimes(now), ...reminderTimes(now)])
      expect(time.getTime()).toBeGreaterThan(now.getTime());
  }
});

test("The field of a time reads back the time that it shows, and accepts only a time in the future", () => {
  const time = at(27, 9, 0);
  expect(fieldTime(time)).toBe("2026-11-27T09:00");
  expect(timeAhead(fieldTime(time), at(26))).toBe(time.toISOString());
  expect(timeAhead(fieldTime(time), time)).toBeUndefined();
  expect(timeAhead("", at(26))).toBeUndefined();
});
