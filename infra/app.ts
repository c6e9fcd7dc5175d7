import { buildAll } from "./build-all.ts";

/** The app that `cdk deploy` deploys. The local stack serves it, too. */

// esbuild and Vite run in other processes while this one loads the CDK.
const building = buildAll();
const [{ App }, { addChatFlow }, { readConfiguration }] = await Promise.all([
  import("aws-cdk-lib/core"),
  import("./chatflow.ts"),
  import("./configuration.ts"),
]);
await building;

const app = new App({ analyticsReporting: false });

// The CLI sets both from its credentials. Synthesizing makes no call to AWS.
const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;

// The local stack skips the checks to save time. Loading them takes as long as loading the CDK.
if (app.node.tryGetContext("checks") !== false) {
  const { addChecks } = await import("./operations/checks.ts");
  addChecks(app);
}

addChatFlow(app, {
  configuration: readConfiguration(app.node),
  home: region === undefined ? undefined : { account, region },
});
