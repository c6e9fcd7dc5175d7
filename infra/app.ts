import { App } from "aws-cdk-lib/core";
import { addChatFlow } from "./chatflow.ts";
import { readConfiguration } from "./configuration.ts";

/** What `cdk deploy` deploys, and what the local stack serves. */
const app = new App({ analyticsReporting: false });
// No account and no region are named: it deploys to whichever the CLI is signed in to, and needs no look-ups.
addChatFlow(app, readConfiguration(app.node));
