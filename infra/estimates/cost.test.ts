import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../build-output.ts";
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

test.each(profileNames)("The README and the page about deployments name the monthly bill of %s", (name) => {
  const options = { profile: profiles[name], deployed: deployedBy(name) };
  const totals = [0, 100, 1_000, 10_000].map((online) =>
    Math.round(totalOf(monthlyBill({ ...options, online }))).toLocaleString("en-US"),
  );
  const read = (path: string) => readFileSync(join(root, path), "utf8");
  expect(read("README.md")).toContain(`| ${totals.join(" | ")} |`);
  expect(read("docs/admin/deploy.md")).toContain(`| ${totals.join(", ")} |`);
});

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
