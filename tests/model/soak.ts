/**
 * `npm run test:soak -- STEPS` plays random runs for longer than `npm test` can, 10,000 steps by default. It stops at
 * the first run that breaks a rule and prints a seed and a path. `MODEL_SEED=… MODEL_PATH=… npm run test:soak` repeats
 * that run.
 */
import { join } from "node:path";
import { startStack } from "../../localstack/stack.ts";
import { synthesize } from "../../localstack/synthesize.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { withoutSendLimits } from "../support/without-send-limits.ts";
import { playRandomRuns } from "./run.ts";
import { signUpPeople } from "./world.ts";

const stepsPerRun = 100;
const steps = Number(process.argv[2] ?? 10_000);
if (!Number.isInteger(steps) || steps < 1) throw new Error("STEPS must be a positive integer");

const folder = await temporaryFolder();
const stack = await startStack({
  assembly: await synthesize(join(folder.path, "cdk.out"), withoutSendLimits),
  dataFolder: folder.path,
});
const started = performance.now();
try {
  await playRandomRuns(stack, await signUpPeople(stack.url), {
    runs: Math.ceil(steps / stepsPerRun),
    stepsPerRun,
    onProgress: (taken) => {
      const seconds = Math.round((performance.now() - started) / 1000);
      console.log(`${taken} steps in ${seconds} s, and no rule is broken`);
    },
  });
} finally {
  await stack.stop();
  await folder.remove();
}
