import { App } from "aws-cdk-lib/core";
import { ChatFlowStack } from "./chatflow-stack.ts";
import { readMailFrom } from "./mail.ts";
import { readSendLimits } from "./send-limits.ts";

/** What `cdk deploy` deploys, and what the local stack serves. */
const app = new App({ analyticsReporting: false });
// No account and no region are named: it deploys to whichever the CLI is signed in to, and needs no look-ups.
new ChatFlowStack(app, "ChatFlow", {
  description: "ChatFlow, a serverless team chat",
  sendLimits: readSendLimits(app.node.tryGetContext("sendLimits")),
  mailFrom: readMailFrom(app.node.tryGetContext("mailFrom")),
});
