import { expect, test } from "vitest";
import { periodOf } from "./schedule.ts";

test("A schedule's rate is a number of minutes, hours or days", () => {
  expect(["rate(5 minutes)", "rate(1 hour)", "rate(2 days)"].map(periodOf)).toEqual([
    300_000, 3_600_000, 172_800_000,
  ]);
});

test("A schedule expression that the local stack does not support is refused", () => {
  expect(() => periodOf("cron(0 3 * * ? *)")).toThrow("rate(…) schedules only, not cron(0 3 * * ? *)");
});
