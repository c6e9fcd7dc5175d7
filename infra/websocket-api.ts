import {
  type CfnStage,
  WebSocketApi as GatewayWebSocketApi,
  WebSocketStage,
} from "aws-cdk-lib/aws-apigatewayv2";
import { WebSocketLambdaAuthorizer } from "aws-cdk-lib/aws-apigatewayv2-authorizers";
import { WebSocketLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { Construct, type IDependable } from "constructs";
import { justifyWildcards } from "./wildcards.ts";

export interface WebSocketApiProps {
  readonly socket: LambdaFunction;
  readonly authorizer: LambdaFunction;
}

/** Actions that clients may send, besides what falls to `$default`; each answers with a frame. */
const actions = ["message.send", "read", "sync", "typing", "ping"];

const stageName = "ws";

/**
 * The WebSocket API: stage `ws`, one route an action, all to the socket function. Limits: 128 KiB a message in
 * frames of 32 KiB, 10 minutes idle, 2 hours a connection (API Gateway's quotas).
 */
export class WebSocketApi extends Construct {
  readonly #api: GatewayWebSocketApi;
  readonly #stage: WebSocketStage;

  constructor(scope: Construct, id: string, { socket, authorizer }: WebSocketApiProps) {
    super(scope, id);
    const integration = () => new WebSocketLambdaIntegration("Socket", socket);
    this.#api = new GatewayWebSocketApi(this, "Api", {
      apiName: "ChatFlow",
      routeSelectionExpression: "$request.body.action",
      connectRouteOptions: {
        integration: integration(),
        authorizer: new WebSocketLambdaAuthorizer("Authorizer", authorizer, {
          // A token in the URL would be logged; a browser can send no other header.
          identitySource: ["route.request.header.Sec-WebSocket-Protocol"],
        }),
      },
      disconnectRouteOptions: { integration: integration() },
      defaultRouteOptions: { integration: integration(), returnResponse: true },
    });
    for (const action of actions) {
      this.#api.addRoute(action, { integration: integration(), returnResponse: true });
    }
    this.#stage = new WebSocketStage(this, "Stage", {
      webSocketApi: this.#api,
      stageName,
      autoDeploy: true,
    });
  }

  /** Lets a function push to connections and close them, and points its client at this stage. */
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
    justifyWildcards(
      pusher.role,
      "Connection ids are made when people connect, so the resource ends in one; POST pushes, DELETE closes.",
    );
    pusher.addEnvironment(
      "AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI",
      `https://${this.domainName}/${stageName}`,
    );
  }

  /** The host that serves it, without the stage. */
  get domainName(): string {
    return `${this.#api.apiId}.execute-api.${this.#api.stack.region}.${this.#api.stack.urlSuffix}`;
  }

  /** What must wait so that nobody reaches the API before `dependency` is there. */
  opensAfter(dependency: IDependable): void {
    (this.#stage.node.defaultChild as CfnStage).node.addDependency(dependency);
  }
}
