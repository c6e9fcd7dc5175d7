import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import {
  WebSocketApi as GatewayWebSocketApi,
  LogGroupLogDestination,
  WebSocketIntegrationType,
  WebSocketRoute,
  WebSocketRouteIntegration,
  type WebSocketRouteIntegrationBindOptions,
  WebSocketStage,
} from "aws-cdk-lib/aws-apigatewayv2";
import { WebSocketLambdaAuthorizer } from "aws-cdk-lib/aws-apigatewayv2-authorizers";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { Duration, Stack } from "aws-cdk-lib/core";
import { Construct, type IConstruct } from "constructs";
import { suppressRule } from "../operations/suppress-rule.ts";
import { notWatched, type Profile } from "../profiles.ts";
import { accessLog } from "./access-log.ts";
import type { KeyedStage } from "./edge-keys.ts";

export interface WebSocketApiProps {
  readonly socket: LambdaFunction;
  readonly authorizer: LambdaFunction;
  readonly profile: Profile;
  /** The management API's endpoint, if it is not AWS's. `{apiId}` is replaced by the API's id. */
  readonly managementEndpoint: string | undefined;
  /** Whether `$connect` needs a key of `EdgeKeys`. */
  readonly needsKey: boolean;
}

/** The actions with a route. Frames with any other action go to `$default`. Each route replies with a frame. */
const actions = [
  "message.send",
  "read",
  "sync",
  "typing",
  "ping",
  "call.join",
  "call.leave",
  "call.decline",
  "call.signal",
];

const stageName = "ws";

/**
 * The fields of a line in the access log. API Gateway knows the edge's address only. The function logs the viewer's.
 */
const accessFormat = AccessLogFormat.custom(
  JSON.stringify({
    requestId: "$context.requestId",
    time: "$context.requestTimeEpoch",
    event: "$context.eventType",
    route: "$context.routeKey",
    connectionId: "$context.connectionId",
    userId: "$context.authorizer.principalId",
    status: "$context.status",
    milliseconds: "$context.integrationLatency",
    error: "$context.error.message",
  }),
);

/**
 * Invokes a function for a route. CDK's own integration adds a permission per route, and Lambda limits a function's
 * policy to 20 KB. Here, the API adds one permission for all of its routes.
 */
class FunctionIntegration extends WebSocketRouteIntegration {
  readonly #fn: LambdaFunction;

  constructor(id: string, fn: LambdaFunction) {
    super(id);
    this.#fn = fn;
  }

  bind({ route }: WebSocketRouteIntegrationBindOptions) {
    const uri = Stack.of(route).formatArn({
      service: "apigateway",
      account: "lambda",
      resource: "path/2015-03-31/functions",
      resourceName: `${this.#fn.functionArn}/invocations`,
    });
    return { type: WebSocketIntegrationType.AWS_PROXY, uri };
  }
}

/**
 * The WebSocket API: stage `ws`, one route per action, all handled by the socket function. API Gateway's quotas: 128
 * KiB per message in frames of 32 KiB, 10 minutes idle, and 2 hours per connection.
 */
export class WebSocketApi extends Construct {
  readonly #api: GatewayWebSocketApi;
  readonly #stage: WebSocketStage;
  readonly #connect: WebSocketRoute;
  readonly #managementEndpoint: string;

  constructor(
    scope: Construct,
    id: string,
    { socket, authorizer, profile, managementEndpoint, needsKey }: WebSocketApiProps,
  ) {
    super(scope, id);
    const integration = () => new FunctionIntegration("Socket", socket);
    this.#api = new GatewayWebSocketApi(this, "Api", {
      apiName: "ChatFlow",
      routeSelectionExpression: "$request.body.action",
      disconnectRouteOptions: { integration: integration() },
      defaultRouteOptions: { integration: integration(), returnResponse: true },
    });
    this.#connect = new WebSocketRoute(this.#api, "$connect-Route", {
      webSocketApi: this.#api,
      routeKey: "$connect",
      integration: integration(),
      authorizer: new WebSocketLambdaAuthorizer("Authorizer", authorizer, {
        // A token in the URL would appear in logs, and browsers cannot set any other header.
        identitySource: ["route.request.header.Sec-WebSocket-Protocol"],
      }),
      apiKeyRequired: needsKey,
    });
    for (const action of actions) {
      this.#api.addRoute(action, { integration: integration(), returnResponse: true });
    }
    socket.addPermission("WebSocketApi", {
      scope: this,
      principal: new ServicePrincipal("apigateway.amazonaws.com"),
      sourceArn: this.#api.arnForExecuteApiV2(),
    });
    this.#managementEndpoint =
      managementEndpoint?.replace("{apiId}", this.#api.apiId) ?? `https://${this.domainName}/${stageName}`;
    suppressRule(
      this.#api,
      "APIG4",
      "API Gateway supports authorizers only on $connect. They authorize the whole connection.",
    );
    this.#stage = new WebSocketStage(this, "Stage", {
      webSocketApi: this.#api,
      stageName,
      autoDeploy: true,
      throttle: { rateLimit: profile.throttle.perSecond, burstLimit: profile.throttle.burst },
      ...(profile.isWatched && {
        detailedMetricsEnabled: true,
        accessLogSettings: {
          destination: new LogGroupLogDestination(accessLog(this, "AccessLog")),
          format: accessFormat,
        },
      }),
    });
    if (!profile.isWatched) suppressRule(this.#stage, "APIG1", notWatched);
  }

  /** Lets a function push to connections and close them, and sets this stage's endpoint in its environment. */
  grantPush(pusher: LambdaFunction): void {
    const { partition, region, account } = this.#api.stack;
    pusher.addToRolePolicy(
      new PolicyStatement({
        actions: ["execute-api:ManageConnections"],
        resources: [
          `arn:${partition}:execute-api:${region}:${account}:${this.#api.apiId}/${stageName}/*/@connections/*`,
        ],
      }),
    );
    pusher.addEnvironment("AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI", this.#managementEndpoint);
  }

  get stage(): KeyedStage {
    return { apiId: this.#api.apiId, stage: this.#stage.stageName };
  }

  /** Changes `$connect` only after the distribution, so that a new distribution sends the key before it is needed. */
  openAfter(distribution: IConstruct): void {
    this.#connect.node.addDependency(distribution);
  }

  /** Delays the stage until the account setting for logs exists, which the REST API creates. */
  logsAfter(setting: IConstruct | undefined): void {
    if (setting) this.#stage.node.addDependency(setting);
  }

  /** The metrics of the dashboard and the alarms. */
  get metrics() {
    const sum = { statistic: "Sum", period: Duration.minutes(5) };
    return {
      connects: this.#stage.metric("ConnectCount", { ...sum, label: "connections opened" }),
      frames: this.#stage.metric("MessageCount", { ...sum, label: "frames and pushes" }),
      refusals: this.#stage.metric("ClientError", { ...sum, label: "refusals" }),
      errors: this.#stage.metric("IntegrationError", { ...sum, label: "server errors" }),
      latency: this.#stage.metric("IntegrationLatency", {
        statistic: "p99",
        period: Duration.minutes(5),
        label: "p99",
      }),
    };
  }

  /** The API's host name. The path of a request starts with the stage. */
  get domainName(): string {
    return `${this.#api.apiId}.execute-api.${this.#api.stack.region}.${this.#api.stack.urlSuffix}`;
  }
}
