import {
  AuthorizationType,
  EndpointType,
  RestApi as GatewayRestApi,
  LambdaIntegration,
  ResponseType,
  TokenAuthorizer,
} from "aws-cdk-lib/aws-apigateway";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { Duration } from "aws-cdk-lib/core";
import { Construct, type IDependable } from "constructs";
import type { RestRoute } from "./rest-routes.ts";

export interface RestApiProps {
  readonly routes: readonly RestRoute[];
  readonly functions: Readonly<Record<RestRoute["function"], LambdaFunction>>;
  readonly authorizer: LambdaFunction;
}

/** What API Gateway itself refuses, as problem documents like those of the functions (RFC 9457). */
const refusals = [
  {
    type: ResponseType.UNAUTHORIZED,
    status: 401,
    title: "Not signed in",
    detail: "A valid access token is needed.",
  },
  {
    type: ResponseType.ACCESS_DENIED,
    status: 401,
    title: "Not signed in",
    detail: "A valid access token is needed.",
  },
  // API Gateway's name for "no such route": it takes the caller for somebody who meant to sign with IAM.
  {
    type: ResponseType.MISSING_AUTHENTICATION_TOKEN,
    status: 404,
    title: "Not found",
    detail: "There is no such call.",
  },
  {
    type: ResponseType.REQUEST_TOO_LARGE,
    status: 413,
    title: "Too large",
    detail: "The request is larger than 10 MB.",
  },
  {
    type: ResponseType.THROTTLED,
    status: 429,
    title: "Too fast",
    detail: "Too many requests. Please slow down.",
  },
  {
    type: ResponseType.INTEGRATION_TIMEOUT,
    status: 504,
    title: "Timed out",
    detail: "The answer took too long. Please try again.",
  },
  {
    type: ResponseType.DEFAULT_4XX,
    status: 400,
    title: "Bad request",
    detail: "API Gateway refused the request.",
  },
  {
    type: ResponseType.DEFAULT_5XX,
    status: 502,
    title: "Internal error",
    detail: "Something went wrong on our side. Please try again.",
  },
] as const;

/** The REST API: stage `api`, one resource a call, Lambda proxy integrations. */
export class RestApi extends Construct {
  readonly #api: GatewayRestApi;

  constructor(scope: Construct, id: string, { routes, functions, authorizer }: RestApiProps) {
    super(scope, id);
    this.#api = new GatewayRestApi(this, "Api", {
      restApiName: "ChatFlow",
      cloudWatchRole: false,
      endpointTypes: [EndpointType.REGIONAL],
      deployOptions: { stageName: "api" },
    });
    const tokens = new TokenAuthorizer(this, "Authorizer", {
      handler: authorizer,
      resultsCacheTtl: Duration.minutes(5),
      // What is no bearer token is refused without asking.
      validationRegex: "^[Bb]earer [-_.=A-Za-z0-9]+$",
    });
    const integrations = {
      auth: new LambdaIntegration(functions.auth, { allowTestInvoke: false }),
      api: new LambdaIntegration(functions.api, { allowTestInvoke: false }),
    };
    for (const route of routes) {
      this.#api.root
        .resourceForPath(route.path)
        .addMethod(
          route.method,
          integrations[route.function],
          route.access === "public"
            ? { authorizationType: AuthorizationType.NONE }
            : { authorizationType: AuthorizationType.CUSTOM, authorizer: tokens },
        );
    }
    for (const refusal of refusals) this.#addRefusal(refusal);
  }

  #addRefusal(refusal: { type: ResponseType; status: number; title: string; detail: string }): void {
    const { type, status, title, detail } = refusal;
    this.#api.addGatewayResponse(type.responseType, {
      type,
      statusCode: String(status),
      responseHeaders: { "Content-Type": "'application/problem+json'", "Cache-Control": "'no-store'" },
      templates: {
        "application/json": JSON.stringify({ type: "about:blank", title, status, detail }),
      },
    });
  }

  /** The host that serves it, without the stage. */
  get domainName(): string {
    return `${this.#api.restApiId}.execute-api.${this.#api.stack.region}.${this.#api.stack.urlSuffix}`;
  }

  /** What must wait so that nobody reaches the API before `dependency` is there. */
  opensAfter(dependency: IDependable): void {
    this.#api.deploymentStage.node.addDependency(dependency);
  }
}
