import { expect, test } from "vitest";
import { isReport } from "./system-messages.ts";

test("A system message is only a report, except for a missed call", () => {
  expect(isReport({ system: { event: "renamed", text: "Design" } })).toBe(true);
  expect(isReport({ system: { event: "of a later release" } })).toBe(true);
  expect(isReport({ system: { event: "missedCall" } })).toBe(false);
  expect(isReport({})).toBe(false);
});
