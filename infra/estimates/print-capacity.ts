import { limits } from "./capacity.ts";
import { ratesOf } from "./workload.ts";

/** `npm run capacity`: prints the workload at each size, and the limits that it reaches. */
const sizes = [10_000, 100_000, 1_000_000, 10_000_000];
const short = (amount: number) =>
  amount >= 100 ? Math.round(amount).toLocaleString("en-US") : amount.toFixed(amount < 10 ? 1 : 0);
const column = (online: number) => `${online.toLocaleString("en-US")} online`;

console.log("Per second, on average over office hours (infra/estimates/workload.ts):");
const names = Object.keys(ratesOf(1)) as (keyof ReturnType<typeof ratesOf>)[];
console.table(
  Object.fromEntries(
    names.map((name) => [
      name,
      Object.fromEntries(sizes.map((online) => [column(online), short(ratesOf(online)[name])])),
    ]),
  ),
);
console.log(
  "The need in the busiest minute. * exceeds the default quota, ** exceeds the highest quota that AWS grants:",
);
console.table(
  Object.fromEntries(
    limits.map(({ name, initial, highest, need }) => [
      name,
      {
        quota: short(initial),
        ...Object.fromEntries(
          sizes.map((online) => {
            const needed = need(online);
            return [
              column(online),
              `${short(needed)}${needed > highest ? " **" : needed > initial ? " *" : ""}`,
            ];
          }),
        ),
      },
    ]),
  ),
);
for (const { name, highest, need, next } of limits) {
  const size = sizes.find((online) => need(online) > highest);
  console.log(`${name}: ${size ? `at ${column(size)}, ` : ""}${next}`);
}
