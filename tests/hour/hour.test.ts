import { expect, test } from "vitest";
import { times } from "../../contract/times.ts";
import { measuredHour } from "../../infra/estimates/measured-hour.ts";
import { withStack } from "../support/own-stack.ts";
import { playHour } from "./play.ts";

/** The part of the hour that this test plays. `npm run bench -- hour` plays all of it. */
const share = 0.2;

/** Losses of connections and retries come at random times. */
const tolerance = 1.2;

/**
 * A device loads a conversation when it opens it first, so the beginning of an hour has more than its share of these.
 */
const ofLoading: Readonly<Record<string, number>> = { sync: 1.8, rest: 1.8, statements: 1.5 };

test("An hour of a team of 50 people causes no more frames, pushes, statements and calls than the cost model assumes", async () => {
  await withStack(async (stack) => {
    const { frames, pushes, ...counts } = await playHour(stack, share);
    const { frames: measuredFrames, pushes: measuredPushes, ...measured } = measuredHour;
    const budget = new Map(Object.entries({ ...measuredFrames, ...measuredPushes, ...measured }));
    const over = Object.entries({ ...frames, ...pushes, ...counts }).filter(
      ([name, count]) => count > Number(budget.get(name) ?? 0) * share * (ofLoading[name] ?? tolerance) + 5,
    );
    expect(over).toEqual([]);
    // Without this, a budget that is too large would go unnoticed.
    const total = (one: Readonly<Record<string, number>>) =>
      Object.values(one).reduce((sum, count) => sum + count, 0);
    expect(total(pushes)).toBeGreaterThan((total(measuredPushes) * share) / tolerance);
  });
}, 300_000);

test("The cost model counts signatures for the life of today's access tokens", () => {
  expect(measuredHour.accessTokenSeconds).toBe(times.accessTokenSeconds);
});
