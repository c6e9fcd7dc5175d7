import { expect, test } from "vitest";
import { endOf, tomorrowMorning } from "./status-times.ts";

const now = new Date(2026, 10, 26, 15, 30);

test.each([
  ["halfHour", new Date(2026, 10, 26, 16)],
  ["hour", new Date(2026, 10, 26, 16, 30)],
  ["fourHours", new Date(2026, 10, 26, 19, 30)],
  ["today", new Date(2026, 10, 27)],
  ["week", new Date(2026, 10, 30)],
  ["always", undefined],
] as const)("On a Thursday afternoon, the lifetime %s ends at %s", (lifetime, end) => {
  expect(endOf(lifetime, now)).toEqual(end);
});

test("A week that begins on a Monday ends a week later, and one that begins on a Sunday ends the next day", () => {
  expect(endOf("week", new Date(2026, 10, 30, 9))).toEqual(new Date(2026, 11, 7));
  expect(endOf("week", new Date(2026, 10, 29, 9))).toEqual(new Date(2026, 10, 30));
});

test("Tomorrow morning is at nine, also across the end of a month", () => {
  expect(tomorrowMorning(new Date(2026, 10, 30, 23, 59))).toEqual(new Date(2026, 11, 1, 9));
});
