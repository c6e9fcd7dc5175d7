import { App } from "aws-cdk-lib/core";
import { addChatFlow } from "./chatflow.ts";
import { readConfiguration } from "./configuration.ts";
import { addChecks } from "./operations/checks.ts";

/** What `cdk deploy` deploys, and what the local stack serves. */
const app = new App({ analyticsReporting: false });

// The CLI says where it is signed in to; nothing else is asked of the account.
const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;

// The local stack, which synthesizes after each change, goes without.
if (app.node.tryGetContext("checks") !== false) addChecks(app);

addChatFlow(app, {
  configuration: readConfiguration(app.node),
  home: region === undefined ? undefined : { account, region },
});
