import { App } from "aws-cdk-lib/core";
import { ChatFlowStack } from "./chatflow-stack.ts";

/** What `cdk deploy` deploys, and what the local stack serves. */
const app = new App({ analyticsReporting: false });
new ChatFlowStack(app, "ChatFlow", {
  description: "ChatFlow, a serverless team chat",
  ...(process.env.CDK_DEFAULT_ACCOUNT &&
    process.env.CDK_DEFAULT_REGION && {
      env: { account: process.env.CDK_DEFAULT_ACCOUNT, region: process.env.CDK_DEFAULT_REGION },
    }),
});
