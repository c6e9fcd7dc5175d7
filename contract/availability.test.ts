import fc from "fast-check";
import { expect, test } from "vitest";
import { isQuiet, isTimeZone, NewStatus, QuietHours, statusAt } from "./availability.ts";

const at = (time: string) => new Date(`2026-11-26T${time}:00Z`);

test.each([
  ["22:00", "07:00", "UTC", "23:30", true],
  ["22:00", "07:00", "UTC", "06:59", true],
  ["22:00", "07:00", "UTC", "07:00", false],
  ["22:00", "07:00", "UTC", "21:59", false],
  ["12:00", "13:00", "UTC", "12:00", true],
  ["12:00", "13:00", "UTC", "13:00", false],
  ["22:00", "07:00", "Europe/Berlin", "21:30", true],
  ["22:00", "07:00", "Europe/Berlin", "06:30", false],
  ["22:00", "07:00", "Asia/Kathmandu", "16:20", true],
  ["09:00", "09:00", "UTC", "09:00", false],
  ["00:00", "23:59", "Nowhere/Atlantis", "12:00", false],
])("Quiet hours from %s to %s in %s include %s UTC: %s", (from, to, timeZone, time, expected) => {
  expect(isQuiet({ quietHours: { from, to, timeZone } }, at(time))).toBe(expected);
});

test("Quiet hours and the hours around them cover each minute of a day once", () => {
  const time = fc
    .tuple(fc.nat({ max: 23 }), fc.nat({ max: 59 }))
    .map((parts) => parts.map((part) => String(part).padStart(2, "0")).join(":"));
  fc.assert(
    fc.property(time, time, time, (from, to, now) => {
      fc.pre(from !== to);
      const isWithin = (hours: { from: string; to: string }) =>
        isQuiet({ quietHours: { ...hours, timeZone: "UTC" } }, at(now));
      expect(isWithin({ from, to })).toBe(!isWithin({ from: to, to: from }));
    }),
  );
});

test("Paused notifications and a status end at their time", () => {
  const availability = {
    pausedUntil: "2026-11-26T12:00:00.000Z",
    status: { emoji: "🌴", expiresAt: "2026-11-26T12:00:00.000Z" },
  };
  expect([isQuiet(availability, at("11:59")), isQuiet(availability, at("12:00"))]).toEqual([true, false]);
  expect(statusAt(availability, at("11:59"))).toEqual(availability.status);
  expect(statusAt(availability, at("12:00"))).toBeUndefined();
  expect(statusAt({ status: { emoji: "🌴" } }, at("12:00"))).toEqual({ emoji: "🌴" });
});

test("Without quiet hours and a status, or with a pause alone, nothing else applies", () => {
  expect(isQuiet({}, at("12:00"))).toBe(false);
  expect(
    isQuiet({ quietHours: { from: "09:00", to: "09:00", timeZone: "Nowhere/Atlantis" } }, at("09:00")),
  ).toBe(false);
  expect(statusAt({}, at("12:00"))).toBeUndefined();
});

test("A status needs an emoji and text that cannot deceive, and quiet hours need times of day", () => {
  const accepts = (status: object) => NewStatus.safeParse(status).success;
  expect(accepts({ emoji: "🌴", text: "On holiday" })).toBe(true);
  expect(accepts({ emoji: "palm" })).toBe(false);
  expect(accepts({ emoji: "🌴", text: "\u202egnihton" })).toBe(false);
  expect(accepts({ emoji: "🌴", text: "x".repeat(101) })).toBe(false);
  const hours = { from: "22:00", to: "07:00", timeZone: "UTC" };
  expect(QuietHours.safeParse(hours).success).toBe(true);
  for (const from of ["24:00", "7:00", "22:60", "22:00:00"])
    expect(QuietHours.safeParse({ ...hours, from }).success).toBe(false);
  expect([isTimeZone("Europe/Berlin"), isTimeZone("Nowhere/Atlantis")]).toEqual([true, false]);
});
