/**
 * Random runs for longer than `npm test` has time for: `npm run test:soak -- STEPS` (10,000 unless said otherwise).
 * A run that breaks a rule ends it, with the seed and path that play it again:
 * `MODEL_SEED=… MODEL_PATH=… npm run test:soak`.
 */
import { join } from "node:path";
import { startStack } from "../../localstack/stack.ts";
import { synthesize } from "../../localstack/synthesize.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { playRandomRuns } from "./run.ts";
import { unhurried } from "./unhurried.ts";
import { signUpPeople } from "./world.ts";

const stepsPerRun = 100;
const steps = Number(process.argv[2] ?? 10_000);
if (!Number.isInteger(steps) || steps < 1) throw new Error("The number of steps must be a whole one above 0");

const folder = await temporaryFolder();
const stack = await startStack({
  assembly: await synthesize(join(folder.path, "cdk.out"), unhurried),
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
