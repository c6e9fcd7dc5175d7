import { expect, test } from "vitest";
import { withStack } from "../support/own-stack.ts";
import { withoutSendLimits } from "../support/without-send-limits.ts";
import { plantedBugs, withPlantedBug } from "./planted-bugs.ts";
import { play, playRandomRuns } from "./run.ts";
import type { Step } from "./steps.ts";
import { signUpPeople } from "./world.ts";

/** The longest test of the suite takes minutes on a busy machine. */
const timeout = 600_000;

test(
  "Random faults in random order lose, duplicate, reorder or leak no acknowledged message",
  async () => {
    await withStack(
      async (stack) => {
        await playRandomRuns(stack, await signUpPeople(stack.url), { runs: 4, stepsPerRun: 100 });
      },
      { context: withoutSendLimits },
    );
  },
  timeout,
);

/** Steps that reveal each of the planted bugs. */
const revealing: Step[] = [
  ...Array.from({ length: 8 }, (_, at): Step[] => [
    { do: "send", device: at, group: 0 },
    { do: "send by REST", person: at % 4, group: 0, again: 3 },
    { do: "wait", ms: 30 },
    { do: "repeat", pick: at },
  ]).flat(),
  // A device replies to a message that it shows.
  { do: "finish" },
  ...Array.from(
    { length: 8 },
    (_, at): Step => ({ do: "reply", device: at, group: 0, pick: at, also: at % 2 === 0 }),
  ),
  { do: "finish" },
  // A follower of a thread replies again.
  { do: "reply", device: 0, group: 0, pick: 0, also: false },
  { do: "finish" },
  { do: "ask", person: 1, group: 0 },
  { do: "schedule and send", person: 2, group: 0, again: 2 },
  { do: "pin", person: 3, pick: 0, isPinned: true },
  { do: "finish" },
  // Everyone votes, and changes the vote.
  ...Array.from(
    { length: 8 },
    (_, at): Step => ({ do: "vote", person: at % 4, pick: 0, option: at < 4 ? 0 : 1 }),
  ),
  { do: "finish" },
  { do: "close poll", pick: 0 },
  { do: "finish" },
  { do: "vote", person: 2, pick: 0, option: 0 },
  { do: "finish" },
  { do: "remove", person: 1, group: 0 },
  { do: "finish" },
  ...Array.from({ length: 6 }, (): Step => ({ do: "send", device: 0, group: 0 })),
];

test("The model's checker accepts a correct run and finds each planted bug", async () => {
  await withStack(
    async (stack) => {
      const people = await signUpPeople(stack.url);
      await play(stack, people, revealing);
      for (const bug of plantedBugs) {
        await withPlantedBug(stack.databaseUrl, bug, async () => {
          const outcome = play(stack, people, revealing).then(() => "no broken rule", String);
          expect(await outcome, bug.name).toMatch(bug.found);
        });
      }
      await play(stack, people, revealing);
    },
    { context: withoutSendLimits },
  );
});
