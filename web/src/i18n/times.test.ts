import { expect, test } from "vitest";
import { startOf, timesIn } from "./times.ts";

test("A day begins at midnight of the browser's time zone", () => {
  const start = new Date(startOf("2026-11-26"));
  expect([start.getFullYear(), start.getMonth(), start.getDate()]).toEqual([2026, 10, 26]);
  expect([start.getHours(), start.getMinutes()]).toEqual([0, 0]);
});

test("A message counts as today's until midnight, and then as yesterday's", () => {
  const { dayName } = timesIn("en-GB");
  const sent = new Date(2026, 10, 26, 23, 59).toISOString();
  expect(dayName(sent, new Date(2026, 10, 26, 23, 59, 59))).toBe("Today");
  expect(dayName(sent, new Date(2026, 10, 27, 0, 0, 1))).toBe("Yesterday");
});

test("A day that a search names begins at midnight of the viewer's time zone", () => {
  const zone = process.env.TZ;
  try {
    process.env.TZ = "Pacific/Auckland";
    expect(startOf("2026-11-27")).toBe("2026-11-26T11:00:00.000Z");
    process.env.TZ = "America/New_York";
    expect(startOf("2026-11-27")).toBe("2026-11-27T05:00:00.000Z");
  } finally {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  }
});
