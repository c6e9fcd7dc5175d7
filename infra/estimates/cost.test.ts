import { expect, test } from "vitest";
import { profiles } from "../profiles.ts";
import { limits } from "./capacity.ts";
import { monthlyBill, totalOf } from "./cost.ts";
import { ratesOf } from "./workload.ts";

test.each(Object.entries(profiles))(
  "The monthly bill of %s is small while idle, unless it has a pool, and never falls as more people are online",
  (_, profile) => {
    const totals = [0, 100, 1_000, 10_000].map((online) => totalOf(monthlyBill(profile, online)));
    expect(totals).toEqual([...totals].sort((one, other) => one - other));
    expect(totals[0]).toBeLessThan(profile.pool ? 500 : 20);
  },
);

test("The workload grows in proportion to the people online", () => {
  const [few, many] = [ratesOf(1_000), ratesOf(10_000)];
  const rates = new Map(Object.entries(many));
  for (const [name, rate] of Object.entries(few)) {
    expect(rates.get(name)).toBeCloseTo(rate * 10, 6);
  }
});

test("A workload of 10,000 people online stays within the quotas that AWS grants on request", () => {
  const exceeded = limits.filter(({ highest, need }) => need(10_000) > highest).map(({ name }) => name);
  expect(exceeded).toEqual([]);
});
