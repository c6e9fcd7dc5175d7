import { startStack } from "../../../localstack/stack.ts";
import { synthesize } from "../../../localstack/synthesize.ts";
import { playHour } from "../../hour/play.ts";
import { registerDatabase } from "../../support/accounts.ts";
import { queueDelayScale } from "../../support/queue-delays.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

/** `npm run bench -- hour` plays an hour of a team of 50 people, and prints the counts for `measured-hour.ts`. */
const folder = await temporaryFolder();
const stack = await startStack({
  assembly: await synthesize(`${folder.path}/cdk.out`),
  dataFolder: folder.path,
  queueDelayScale,
});
try {
  registerDatabase(stack);
  console.log(await playHour(stack));
} finally {
  await stack.stop();
  await folder.remove();
}
