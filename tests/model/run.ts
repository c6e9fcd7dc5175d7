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

/** Takes steps with new groups and new clients, and checks what they leave. @throws what is broken */
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
 * Plays random runs. A failing one is reported with its seed and path; MODEL_SEED and MODEL_PATH play it again.
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
      // A run is slow and its timing its own: the whole of it says more than what shrinking would find.
      endOnFailure: true,
      ...(MODEL_SEED && { seed: Number(MODEL_SEED) }),
      ...(MODEL_PATH && { path: MODEL_PATH }),
    },
  );
}
