import { expect, test } from "vitest";
import { profiles } from "../profiles.ts";
import { walls } from "./capacity.ts";
import { monthlyBill, totalOf } from "./cost.ts";
import { ratesOf } from "./workload.ts";

test.each(Object.entries(profiles))(
  "%s costs little while idle, unless it keeps a pool, and more by use, nowhere less",
  (_, profile) => {
    const totals = [0, 100, 1_000, 10_000].map((online) => totalOf(monthlyBill(profile, online)));
    expect(totals).toEqual([...totals].sort((one, other) => one - other));
    expect(totals[0]).toBeLessThan(profile.pool ? 500 : 20);
  },
);

test("ten times the people do ten times as much", () => {
  const [few, many] = [ratesOf(1_000), ratesOf(10_000)];
  for (const [name, rate] of Object.entries(few)) {
    expect(many[name as keyof typeof many]).toBeCloseTo(rate * 10, 6);
  }
});

test("what ChatFlow promises, 10,000 people online, is within every wall that can be moved by asking", () => {
  for (const { what, most, need } of walls) expect([what, need(10_000) <= most]).toEqual([what, true]);
});
