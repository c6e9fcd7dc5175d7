import { profileNames, profiles } from "../profiles.ts";
import { monthlyBill, totalOf } from "./cost.ts";
import { deployedBy } from "./deployed.ts";
import { pricesAsOf } from "./prices.ts";
import { person } from "./workload.ts";

/** `npm run cost`: prints the monthly bill by profile and people online. */
const sizes = [0, 100, 1_000, 10_000];
const dollars = (amount: number) =>
  amount < 10 ? amount.toFixed(2) : Math.round(amount).toLocaleString("en-US");

console.log(
  `US dollars per month in us-east-1, with prices of ${pricesAsOf} and without free tiers. Each person is online for ${person.onlineHoursADay} hours on ${person.daysAMonth} days, and sends ${person.sends} messages a day (infra/estimates/workload.ts).`,
);
for (const name of profileNames) {
  const profile = profiles[name];
  const deployed = deployedBy(name);
  const bills = sizes.map((online) => [online, monthlyBill({ profile, deployed, online })] as const);
  const lines = [...new Set(bills.flatMap(([, bill]) => Object.keys(bill)))];
  const column = (online: number) => (online === 0 ? "idle" : `${online.toLocaleString("en-US")} online`);
  console.log(`\nprofile ${name}`);
  console.table(
    Object.fromEntries([
      ...lines.map((line) => [
        line,
        Object.fromEntries(bills.map(([online, bill]) => [column(online), dollars(bill[line] ?? 0)])),
      ]),
      ["total", Object.fromEntries(bills.map(([online, bill]) => [column(online), dollars(totalOf(bill))]))],
      [
        "per person",
        Object.fromEntries(
          bills.map(([online, bill]) => [
            column(online),
            online === 0 ? "" : (totalOf(bill) / online).toFixed(2),
          ]),
        ),
      ],
    ]),
  );
}
