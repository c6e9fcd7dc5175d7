import { expect, test } from "vitest";
import { typedTime } from "./typed-time.ts";

const now = new Date(2026, 10, 26, 15, 30);
const minutesUntil = (text: string) => {
  const time = typedTime(text, now);
  return time && (time.getTime() - now.getTime()) / 60_000;
};

test("A typed time is a number of minutes, hours, days or weeks, or tomorrow at nine", () => {
  expect(minutesUntil("20m")).toBe(20);
  expect(minutesUntil("1H 30 min")).toBe(90);
  expect(minutesUntil("1h30m")).toBe(90);
  expect(minutesUntil("2d")).toBe(2 * 24 * 60);
  expect(minutesUntil("1w")).toBe(7 * 24 * 60);
  expect(typedTime("tomorrow", now)).toEqual(new Date(2026, 10, 27, 9));
});

test("A typed time may be written out, and tomorrow may have a time of day", () => {
  expect(minutesUntil("in 20 minutes")).toBe(20);
  expect(minutesUntil("1 hour  30 mins")).toBe(90);
  expect(minutesUntil("in 1 week 2 days")).toBe(9 * 24 * 60);
  expect(typedTime("Tomorrow 9:30", now)).toEqual(new Date(2026, 10, 27, 9, 30));
  expect(typedTime("tomorrow at 17", now)).toEqual(new Date(2026, 10, 27, 17));
});

test("Any other text is no time", () => {
  for (const text of [
    "",
    "soon",
    "5",
    "0m",
    "5x",
    "m5",
    "1h later",
    "in",
    "5 months",
    "tomorrow 25",
    "tomorrow 9:75",
  ])
    expect(typedTime(text, now)).toBeUndefined();
});
