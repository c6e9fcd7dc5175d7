import type { App } from "aws-cdk-lib/core";
import { ApplicationStack } from "./application/application-stack.ts";
import type { RestRoute } from "./application/rest-routes.ts";
import type { Configuration } from "./configuration.ts";
import { DataStack, dataStackName } from "./data/data-stack.ts";
import { EdgeStack } from "./edge/edge-stack.ts";

export interface ChatFlowProps {
  readonly configuration: Configuration;
  /** The account and region to deploy to, if known. Synthesizing makes no calls to AWS. */
  readonly home?: { readonly account: string | undefined; readonly region: string } | undefined;
  /** The REST routes to serve. The default is all of them. */
  readonly routes?: readonly RestRoute[];
}

/** The only region from which CloudFront accepts firewalls and certificates. */
const edgeRegion = "us-east-1";

/**
 * Adds ChatFlow's stacks. They are divided by lifetime and region: the data outlives the application, every part of
 * which a deployment may replace. The edge stack holds the resources that CloudFront accepts only from us-east-1.
 */
export function addChatFlow(app: App, { configuration, home, routes }: ChatFlowProps) {
  const isOutsideEdgeRegion = home !== undefined && home.region !== edgeRegion;
  const placedIn = (region: string | undefined) =>
    isOutsideEdgeRegion && region ? { env: { ...home, region }, crossRegionReferences: true } : {};
  const isWhole = configuration.applicationOnly === undefined;
  const data = isWhole
    ? new DataStack(app, dataStackName, {
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
