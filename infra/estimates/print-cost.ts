import { profileNames, profiles } from "../profiles.ts";
import { monthlyBill, totalOf } from "./cost.ts";
import { deployedBy } from "./deployed.ts";
import { hourOfFirstRelease, measuredHour, peopleInTeam } from "./measured-hour.ts";
import { pricesAsOf } from "./prices.ts";
import { person } from "./workload.ts";

/** `npm run cost`: prints the monthly bill by profile and people online. */
const sizes = [0, 100, 1_000, 10_000];
const dollars = (amount: number) =>
  amount < 10 ? amount.toFixed(2) : Math.round(amount).toLocaleString("en-US");

console.log(
  `US dollars per month in us-east-1, with prices of ${pricesAsOf} and without free tiers. Each person is online for ${person.onlineHoursADay} hours on ${person.daysAMonth} days, and sends ${person.sends} messages a day (infra/estimates/workload.ts). The events that follow are counted (infra/estimates/measured-hour.ts).`,
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

const profile = profiles.prod;
const usage = { profile, deployed: deployedBy("prod"), online: 10_000 };
const today = monthlyBill({ ...usage, hour: measuredHour });
const before = monthlyBill({ ...usage, hour: hourOfFirstRelease });
console.log(
  `\nprofile prod, 10,000 people online, with the events of a team of ${peopleInTeam} in this release and in the first one`,
);
console.table(
  Object.fromEntries([
    ...Object.keys(today).map((line) => [
      line,
      { "first release": dollars(before[line] ?? 0), today: dollars(today[line] ?? 0) },
    ]),
    ["total", { "first release": dollars(totalOf(before)), today: dollars(totalOf(today)) }],
  ]),
);
