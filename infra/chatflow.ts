import type { App } from "aws-cdk-lib/core";
import { ApplicationStack } from "./application-stack.ts";
import type { Configuration } from "./configuration.ts";
import { DataStack } from "./data-stack.ts";
import type { RestRoute } from "./rest-routes.ts";

/**
 * Adds ChatFlow's stacks, cut by how long they live: the data outlives the application, which each deployment may
 * replace.
 * @param routes  the REST calls to serve; all of them unless a test says otherwise
 */
export function addChatFlow(
  app: App,
  configuration: Configuration,
  routes?: readonly RestRoute[],
): { data: DataStack; application: ApplicationStack } {
  const data = new DataStack(app, "ChatFlow-Data", {
    description: "ChatFlow: the database, files and keys",
    configuration,
  });
  const application = new ApplicationStack(app, "ChatFlow", {
    description: "ChatFlow, a serverless team chat",
    configuration,
    data,
    routes,
  });
  return { data, application };
}
