import type { App } from "aws-cdk-lib/core";
import { ApplicationStack } from "./application/application-stack.ts";
import type { RestRoute } from "./application/rest-routes.ts";
import type { Configuration } from "./configuration.ts";
import { DataStack } from "./data/data-stack.ts";
import { EdgeStack } from "./edge/edge-stack.ts";

export interface ChatFlowProps {
  readonly configuration: Configuration;
  /** Where it is deployed to, if that is known; nothing is looked up there. */
  readonly home?: { readonly account: string | undefined; readonly region: string } | undefined;
  /** The REST calls to serve; all of them unless a test says otherwise. */
  readonly routes?: readonly RestRoute[];
}

/** CloudFront's own region. */
const edgeRegion = "us-east-1";

/**
 * Adds ChatFlow's stacks, cut by how long they live: the data outlives the application, which each deployment may
 * replace; what CloudFront needs in its own region is apart, and may be in another one than all else.
 */
export function addChatFlow(app: App, { configuration, home, routes }: ChatFlowProps) {
  const isAbroad = home !== undefined && home.region !== edgeRegion;
  const placedIn = (region: string | undefined) =>
    isAbroad && region ? { env: { ...home, region }, crossRegionReferences: true } : {};
  const isWhole = configuration.applicationOnly === undefined;
  const data = isWhole
    ? new DataStack(app, "ChatFlow-Data", {
        ...placedIn(home?.region),
        description: "ChatFlow: the database, files and keys",
        configuration,
      })
    : undefined;
  const edge =
    isWhole && EdgeStack.isNeeded(configuration)
      ? new EdgeStack(app, "ChatFlow-Edge", {
          ...placedIn(edgeRegion),
          description: "ChatFlow: the firewall and the certificate, in CloudFront's region",
          configuration,
        })
      : undefined;
  const application = new ApplicationStack(app, "ChatFlow", {
    ...placedIn(home?.region),
    description: "ChatFlow, a serverless team chat",
    configuration,
    data,
    edge,
    routes,
  });
  return { data, edge, application };
}
