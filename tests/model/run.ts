import fc from "fast-check";
import type { Session } from "../../client/session/session.ts";
import type { RunningStack } from "../../localstack/stack.ts";
import { check } from "./check.ts";
import { type Step, stepsOf } from "./steps.ts";
import { World } from "./world.ts";

export interface ModelOptions {
  runs: number;
  stepsPerRun: number;
  /** Called with the number of steps taken so far, after each run. */
  onProgress?: (steps: number) => void;
}

/** Takes the steps with new groups and new clients, and checks the result. @throws an error that names a broken rule */
export async function play(
  stack: RunningStack,
  people: readonly Session[],
  steps: readonly Step[],
): Promise<void> {
  const world = new World(stack, people);
  try {
    await world.begin();
    for (const step of steps) await world.take(step);
    await world.settle();
    await check(world);
  } finally {
    world.stop();
  }
}

/**
 * Plays random runs. The error of a failed run contains a seed and a path. MODEL_SEED and MODEL_PATH repeat that run.
 */
export async function playRandomRuns(
  stack: RunningStack,
  people: readonly Session[],
  { runs, stepsPerRun, onProgress }: ModelOptions,
): Promise<void> {
  const { MODEL_SEED, MODEL_PATH } = process.env;
  let steps = 0;
  await fc.assert(
    fc.asyncProperty(stepsOf(stepsPerRun), async (chosen) => {
      await play(stack, people, chosen);
      steps += chosen.length;
      onProgress?.(steps);
    }),
    {
      numRuns: runs,
      // Runs are slow, and their timing differs each time, so shrinking would not find a smaller failing run.
      endOnFailure: true,
      ...(MODEL_SEED && { seed: Number(MODEL_SEED) }),
      ...(MODEL_PATH && { path: MODEL_PATH }),
    },
  );
}
