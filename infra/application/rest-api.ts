import {
  AccessLogField,
  AccessLogFormat,
  AuthorizationType,
  EndpointType,
  RestApi as GatewayRestApi,
  LambdaIntegration,
  LogGroupLogDestination,
  ResponseType,
  TokenAuthorizer,
} from "aws-cdk-lib/aws-apigateway";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { Duration, Size } from "aws-cdk-lib/core";
import { Construct, type IConstruct } from "constructs";
import { problemWith } from "../../contract/problem.ts";
import type { ProblemCode } from "../../contract/problem-codes.ts";
import { securityHeaders } from "../../contract/security-headers.ts";
import { suppressRule } from "../operations/suppress-rule.ts";
import { notWatched, type Profile } from "../profiles.ts";
import { accessLog } from "./access-log.ts";
import type { KeyedStage } from "./edge-keys.ts";
import type { RestRoute } from "./rest-routes.ts";

export interface RestApiProps {
  readonly routes: readonly RestRoute[];
  readonly functions: Readonly<Record<RestRoute["function"], LambdaFunction>>;
  readonly authorizer: LambdaFunction;
  readonly profile: Profile;
  /** Whether every method needs a key of `EdgeKeys`. */
  readonly needsKey: boolean;
}

/** The fields of a line in the access log. API Gateway knows the edge's address only. Functions log the viewer's. */
const accessFormat = AccessLogFormat.custom(
  JSON.stringify({
    requestId: AccessLogField.contextRequestId(),
    time: AccessLogField.contextRequestTimeEpoch(),
    method: AccessLogField.contextHttpMethod(),
    resource: AccessLogField.contextResourcePath(),
    status: AccessLogField.contextStatus(),
    userId: AccessLogField.contextAuthorizerPrincipalId(),
    milliseconds: AccessLogField.contextResponseLatency(),
    bytes: AccessLogField.contextResponseLength(),
    error: AccessLogField.contextErrorResponseType(),
  }),
);

/** The problems that API Gateway itself returns, in the same form as the functions' (RFC 9457). */
const refusals = [
  {
    type: ResponseType.UNAUTHORIZED,
    status: 401,
    code: "not-signed-in",
    detail: "Please sign in. This request needs a valid access token.",
  },
  {
    type: ResponseType.ACCESS_DENIED,
    status: 401,
    code: "not-signed-in",
    detail: "Please sign in. This request needs a valid access token.",
  },
  // API Gateway returns this for unknown routes, because it expects a request signed with IAM there.
  {
    type: ResponseType.MISSING_AUTHENTICATION_TOKEN,
    status: 404,
    code: "route-not-found",
    detail: "The API has no such route.",
  },
  {
    type: ResponseType.INVALID_API_KEY,
    status: 404,
    code: "route-not-found",
    detail: "The API is available at ChatFlow's own address only.",
  },
  {
    type: ResponseType.REQUEST_TOO_LARGE,
    status: 413,
    code: "request-too-large",
    detail: "The request is larger than 10 MB.",
  },
  {
    type: ResponseType.THROTTLED,
    status: 429,
    code: "rate-limited",
    detail: "Too many requests. Please wait a moment.",
  },
  {
    type: ResponseType.INTEGRATION_TIMEOUT,
    status: 504,
    code: "timeout",
    detail: "The answer took too long. Please try again.",
  },
  {
    type: ResponseType.DEFAULT_4XX,
    status: 400,
    code: "bad-request",
    detail: "The request could not be read.",
  },
  {
    type: ResponseType.DEFAULT_5XX,
    status: 502,
    code: "internal-error",
    detail: "Something went wrong on our side. Please try again.",
  },
] as const;

/** The REST API: stage `api`, one method per route, and Lambda proxy integrations. */
export class RestApi extends Construct {
  readonly #api: GatewayRestApi;

  constructor(scope: Construct, id: string, props: RestApiProps) {
    super(scope, id);
    const { routes, functions, authorizer, profile, needsKey: apiKeyRequired } = props;
    this.#api = new GatewayRestApi(this, "Api", {
      restApiName: "ChatFlow",
      // API Gateway writes logs with one role per account. Other APIs may use it, so it is not deleted with the stack.
      cloudWatchRole: profile.isWatched,
      endpointTypes: [EndpointType.REGIONAL],
      // API Gateway compresses, because CloudFront compresses only what it caches. Smaller bodies would gain nothing.
      minCompressionSize: Size.kibibytes(1),
      deployOptions: {
        stageName: "api",
        throttlingRateLimit: profile.throttle.perSecond,
        throttlingBurstLimit: profile.throttle.burst,
        ...(profile.isWatched && {
          accessLogDestination: new LogGroupLogDestination(accessLog(this, "AccessLog")),
          accessLogFormat: accessFormat,
          metricsEnabled: true,
          tracingEnabled: true,
        }),
      },
    });
    const tokens = new TokenAuthorizer(this, "Authorizer", {
      handler: authorizer,
      resultsCacheTtl: Duration.minutes(5),
      // API Gateway refuses anything but a bearer token without invoking the authorizer.
      validationRegex: "^[Bb]earer [-_.=A-Za-z0-9]+$",
    });
    // One permission for the whole API. One per route would reach Lambda's limit of 20 KB for a function's policy.
    const options = { scopePermissionToMethod: false };
    const integrations = {
      auth: new LambdaIntegration(functions.auth, options),
      api: new LambdaIntegration(functions.api, options),
    };
    for (const route of routes) {
      this.#api.root
        .resourceForPath(route.path)
        .addMethod(
          route.method,
          integrations[route.function],
          route.access === "public"
            ? { authorizationType: AuthorizationType.NONE, apiKeyRequired }
            : { authorizationType: AuthorizationType.CUSTOM, authorizer: tokens, apiKeyRequired },
        );
    }
    for (const refusal of refusals) this.#addRefusal(refusal);
    this.#suppressRules(routes, profile);
  }

  #suppressRules(routes: readonly RestRoute[], profile: Profile): void {
    const api = this.#api;
    suppressRule(
      api,
      "APIG2",
      "The functions validate every request with the contract's schemas, and report what is wrong.",
    );
    suppressRule(api, "COG4", "ChatFlow manages its accounts. A Lambda authorizer verifies their tokens.");
    suppressRule(
      api.deploymentStage,
      "APIG3",
      "The firewall is attached to the distribution. The API answers nobody else.",
    );
    suppressRule(api.deploymentStage, "APIG6", "API Gateway's execution logs would contain messages.");
    if (!profile.isWatched) suppressRule(api.deploymentStage, "APIG1", notWatched);
    const role = api.node.tryFindChild("CloudWatchRole");
    if (role)
      suppressRule(
        role,
        "IAM4",
        "This managed policy is how API Gateway writes the logs of every stage in the account.",
      );
    for (const { path, method } of routes.filter(({ access }) => access === "public")) {
      const reason = "The route signs users in, or returns public information.";
      suppressRule(api.root.resourceForPath(path).node.findChild(method), "APIG4", reason);
    }
  }

  #addRefusal(refusal: { type: ResponseType; status: number; code: ProblemCode; detail: string }): void {
    const { type, status, code, detail } = refusal;
    this.#api.addGatewayResponse(type.responseType, {
      type,
      statusCode: String(status),
      responseHeaders: {
        "Content-Type": "'application/problem+json'",
        "Cache-Control": "'no-store'",
        ...Object.fromEntries(Object.entries(securityHeaders).map(([name, value]) => [name, `'${value}'`])),
      },
      templates: {
        "application/json": JSON.stringify({ ...problemWith(code, detail), status }),
      },
    });
  }

  get stage(): KeyedStage {
    return { apiId: this.#api.restApiId, stage: this.#api.deploymentStage.stageName };
  }

  /**
   * Deploys changes of routes only after the distribution, so that a new distribution sends the key before it is
   * needed.
   */
  openAfter(distribution: IConstruct): void {
    this.#api.deploymentStage.node.addDependency(distribution);
  }

  /**
   * The account setting that lets API Gateway write logs, for both APIs. Undefined if the profile has no access logs.
   */
  get logSetting(): IConstruct | undefined {
    return this.#api.node.tryFindChild("Account");
  }

  /** The metrics of the dashboard and the alarms. */
  get metrics() {
    const options = { statistic: "Sum", period: Duration.minutes(5) };
    return {
      calls: this.#api.metricCount({ ...options, label: "calls" }),
      serverErrors: this.#api.metricServerError({ ...options, label: "server errors" }),
      clientErrors: this.#api.metricClientError({ ...options, label: "refusals" }),
      latency: this.#api.metricLatency({ statistic: "p99", period: Duration.minutes(5), label: "p99" }),
    };
  }

  /** The API's host name. The path of a request starts with the stage. */
  get domainName(): string {
    return `${this.#api.restApiId}.execute-api.${this.#api.stack.region}.${this.#api.stack.urlSuffix}`;
  }
}
