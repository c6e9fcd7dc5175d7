import { App } from "aws-cdk-lib/core";
import { addChatFlow } from "./chatflow.ts";
import { readConfiguration } from "./configuration.ts";
import { addChecks } from "./operations/checks.ts";

/** The app that `cdk deploy` deploys. The local stack serves it, too. */
const app = new App({ analyticsReporting: false });

// The CLI sets both from its credentials. Synthesizing makes no call to AWS.
const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;

// The local stack synthesizes after each change, and skips the checks to save time.
if (app.node.tryGetContext("checks") !== false) addChecks(app);

addChatFlow(app, {
  configuration: readConfiguration(app.node),
  home: region === undefined ? undefined : { account, region },
});
