import { startStack } from "../../../localstack/stack.ts";
import { synthesize } from "../../../localstack/synthesize.ts";
import { launchBrowser } from "../../browser/browser.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { withoutSendLimits } from "../../support/without-send-limits.ts";
import { report } from "../report/write-report.ts";
import { measureLongConversation } from "./long-conversation.ts";
import { measureManyConversations } from "./many-conversations.ts";
import { PageMeasurements } from "./page-measurements.ts";

/** `npm run bench -- web` measures the page in a desktop window of Chromium, beside the whole local stack. */
const folder = await temporaryFolder();
const stack = await startStack({
  assembly: await synthesize(`${folder.path}/cdk.out`, withoutSendLimits),
  dataFolder: folder.path,
});
const browser = await launchBrowser();
try {
  const measurements = new PageMeasurements();
  await measureManyConversations(browser, stack, measurements);
  await measureLongConversation(browser, stack, measurements);
  await report("web", measurements.figures());
} finally {
  await browser.close();
  await stack.stop();
  await folder.remove();
}
