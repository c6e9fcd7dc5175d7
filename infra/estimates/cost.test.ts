import { expect, test } from "vitest";
import { profileNames, profiles } from "../profiles.ts";
import { limits } from "./capacity.ts";
import { monthlyBill, totalOf } from "./cost.ts";
import { deployedBy } from "./deployed.ts";
import { prices } from "./prices.ts";
import { ratesOf } from "./workload.ts";

test.each(profileNames)(
  "The monthly bill of %s is small while idle, unless it has a pool, and never falls as more people are online",
  (name) => {
    const profile = profiles[name];
    const deployed = deployedBy(name);
    const totals = [0, 100, 1_000, 10_000].map((online) =>
      totalOf(monthlyBill({ profile, deployed, online })),
    );
    expect(totals).toEqual([...totals].sort((one, other) => one - other));
    expect(totals[0]).toBeLessThan(profile.pool ? 500 : 20);
  },
);

test("The monthly bill counts the alarms of each profile's template", () => {
  const billOfAlarms = (alarms: number) =>
    monthlyBill({ profile: profiles.prod, deployed: { alarms, queues: 2 }, online: 0 });
  const line = "alarms, dashboard, metrics";
  const each = Number(billOfAlarms(2)[line]) - Number(billOfAlarms(1)[line]);
  expect(each).toBeCloseTo(prices.cloudWatch.alarmMonth);
  const [dev, prod, scale] = profileNames.map((name) => deployedBy(name).alarms);
  expect(dev).toBe(0);
  // Only `scale` has readers, and an alarm for their lag.
  expect(scale).toBe(Number(prod) + 1);
});

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
