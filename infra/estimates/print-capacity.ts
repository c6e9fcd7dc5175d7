import { walls } from "./capacity.ts";
import { ratesOf } from "./workload.ts";

/** `npm run capacity`: what is needed at each size, and what is reached first. */
const sizes = [10_000, 100_000, 1_000_000, 10_000_000];
const short = (amount: number) =>
  amount >= 100 ? Math.round(amount).toLocaleString("en-US") : amount.toFixed(amount < 10 ? 1 : 0);
const column = (online: number) => `${online.toLocaleString("en-US")} online`;

console.log("A second, on average over the hours in which people are online (infra/estimates/workload.ts):");
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
  "In the busiest minute, against the default quota; * is over it, ** over what it can be raised to:",
);
console.table(
  Object.fromEntries(
    walls.map(({ what, limit, most, need }) => [
      what,
      {
        limit: short(limit),
        ...Object.fromEntries(
          sizes.map((online) => {
            const needed = need(online);
            return [column(online), `${short(needed)}${needed > most ? " **" : needed > limit ? " *" : ""}`];
          }),
        ),
      },
    ]),
  ),
);
for (const { what, most, need, next } of walls) {
  const size = sizes.find((online) => need(online) > most);
  console.log(`${what}: ${size ? `at ${column(size)}, ` : ""}${next}`);
}
