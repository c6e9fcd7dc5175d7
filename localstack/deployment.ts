import * as z from "zod";
import { Authorizer } from "./apigateway/authorizer.ts";
import type { GatewayResponse } from "./apigateway/gateway-responses.ts";
import { resourcePath } from "./apigateway/resources.ts";
import { RestApi, type RestMethod, type RestResource } from "./apigateway/rest-api.ts";
import type { WebSocketApiConfiguration, WebSocketRoute } from "./apigateway/websocket-api.ts";
import type { Behavior, Origin } from "./cloudfront/distribution.ts";
import { type FunctionConfiguration, LambdaFunction } from "./lambda/function.ts";
import type { Log } from "./log.ts";
import { type CloudTemplate, functionNameIn } from "./template.ts";

/** What a template declares, compiled into what serves it. */
export interface Deployment {
  functions: ReadonlyMap<string, LambdaFunction>;
  restApi: RestApi;
  webSocketApi: WebSocketApiConfiguration;
  /** Builds the distribution's behaviours around the WebSocket API, which outlives deployments. */
  behaviors(webSocket: Origin): Behavior[];
  /** Functions that a deployment runs before it opens the APIs, by the version that they run as. */
  triggers: { version: string; function: LambdaFunction }[];
}

const LambdaProperties = z.object({
  Code: z.object({ S3Key: z.string() }),
  Handler: z.string(),
  Runtime: z.string(),
  Timeout: z.number().default(3),
  MemorySize: z.number().default(128),
  Environment: z.object({ Variables: z.record(z.string(), z.string()) }).optional(),
});

/**
 * The functions by name. One whose code and configuration stayed the same is kept, with its instances.
 * @param awsUrl  where the AWS services are
 */
function compileFunctions(
  template: CloudTemplate,
  awsUrl: string,
  log: Log,
  previous: ReadonlyMap<string, LambdaFunction>,
): Map<string, LambdaFunction> {
  const functions = new Map<string, LambdaFunction>();
  for (const { logicalId, properties } of template.resources("AWS::Lambda::Function", LambdaProperties)) {
    // CDK's own helpers (custom resources, in other languages too) do here what the local stack does itself.
    if (!/^nodejs/.test(properties.Runtime) || !properties.Handler.startsWith("index.handler")) continue;
    if (logicalId.startsWith("AWSCDK") || logicalId.startsWith("CustomCDK")) continue;
    const configuration: FunctionConfiguration = {
      name: logicalId.replace(/[0-9A-F]{8}$/, ""),
      codeFolder: template.assetPath(properties.Code.S3Key),
      handler: properties.Handler,
      timeoutMs: properties.Timeout * 1000,
      memorySize: properties.MemorySize,
      environment: {
        ...localEndpoints(properties.Environment?.Variables ?? {}, awsUrl),
        AWS_ENDPOINT_URL: awsUrl,
      },
    };
    const kept = previous.get(logicalId);
    const isSame = kept && JSON.stringify(kept.configuration) === JSON.stringify(configuration);
    functions.set(logicalId, isSame ? kept : new LambdaFunction(configuration, log));
  }
  return functions;
}

/** Endpoints that the template sets point into AWS: the same path, at the local address. */
function localEndpoints(variables: Record<string, string>, awsUrl: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [
      name,
      name.startsWith("AWS_ENDPOINT_URL")
        ? value.replace(/^https:\/\/(\w+)\.execute-api\.[^/]+/, `${awsUrl}/execute-api/$1`)
        : value,
    ]),
  );
}

const one = <T>(items: readonly T[], what: string): T => {
  const [item] = items;
  if (!item || items.length > 1)
    throw new Error(`The template has ${items.length} of ${what}; the local stack serves one`);
  return item;
};

const OptionalResources = {
  resource: z.object({ ParentId: z.string(), PathPart: z.string() }),
  method: z.object({
    HttpMethod: z.string(),
    ResourceId: z.string(),
    AuthorizerId: z.string().optional(),
    Integration: z.object({ Type: z.literal("AWS_PROXY"), Uri: z.string() }),
  }),
  authorizer: z.object({
    AuthorizerUri: z.string(),
    Type: z.literal("TOKEN"),
    AuthorizerResultTtlInSeconds: z.number().default(300),
    IdentityValidationExpression: z.string().optional(),
  }),
  gatewayResponse: z.object({
    ResponseType: z.string(),
    StatusCode: z.coerce.number().optional(),
    ResponseParameters: z.record(z.string(), z.string()).default({}),
    ResponseTemplates: z.record(z.string(), z.string()).default({}),
  }),
  stage: z.object({ StageName: z.string() }),
};

type FunctionOf = (arn: string) => LambdaFunction;

function compileRestApi(template: CloudTemplate, functionOf: FunctionOf): { apiId: string; api: RestApi } {
  const parts = new Map(
    template
      .resources("AWS::ApiGateway::Resource", OptionalResources.resource)
      .map(({ logicalId, properties }) => [logicalId, properties]),
  );
  const pathOf = (id: string): string => {
    const part = parts.get(id);
    return part ? `${pathOf(part.ParentId)}/${part.PathPart}` : "";
  };
  const authorizers = new Map(
    template
      .resources("AWS::ApiGateway::Authorizer", OptionalResources.authorizer)
      .map(({ logicalId, properties }) => {
        const { AuthorizerUri, AuthorizerResultTtlInSeconds, IdentityValidationExpression } = properties;
        const authorizer = new Authorizer(functionOf(AuthorizerUri), AuthorizerResultTtlInSeconds * 1000);
        const validation = IdentityValidationExpression && new RegExp(IdentityValidationExpression);
        return [logicalId, { authorizer, ...(validation && { validation }) }] as const;
      }),
  );
  const byPath = new Map<string, Map<string, RestMethod>>();
  for (const { properties } of template.resources("AWS::ApiGateway::Method", OptionalResources.method)) {
    const path = pathOf(properties.ResourceId) || "/";
    const methods = byPath.get(path) ?? new Map<string, RestMethod>();
    methods.set(properties.HttpMethod, {
      integration: functionOf(properties.Integration.Uri),
      authorizer:
        properties.AuthorizerId === undefined ? undefined : authorizers.get(properties.AuthorizerId),
    });
    byPath.set(path, methods);
  }
  const resources: RestResource[] = [...byPath].map(([path, methods]) => ({
    ...resourcePath(path),
    methods,
  }));
  const { logicalId } = one(
    template.resources("AWS::ApiGateway::RestApi", z.unknown()),
    "AWS::ApiGateway::RestApi",
  );
  const stage = one(
    template.resources("AWS::ApiGateway::Stage", OptionalResources.stage),
    "AWS::ApiGateway::Stage",
  );
  const apiId = template.ref(logicalId);
  return {
    apiId,
    api: new RestApi({
      apiId,
      stage: stage.properties.StageName,
      resources,
      gatewayResponses: compileGatewayResponses(template),
    }),
  };
}

function compileGatewayResponses(template: CloudTemplate): Map<string, GatewayResponse> {
  return new Map(
    template
      .resources("AWS::ApiGateway::GatewayResponse", OptionalResources.gatewayResponse)
      .map(({ properties: { ResponseType, StatusCode, ResponseParameters, ResponseTemplates } }) => [
        ResponseType,
        {
          status: StatusCode,
          headers: Object.fromEntries(
            Object.entries(ResponseParameters).map(([name, value]) => [
              name.replace("gatewayresponse.header.", "").toLowerCase(),
              value.replace(/^'|'$/g, ""),
            ]),
          ),
          body: ResponseTemplates["application/json"],
        },
      ]),
  );
}

const SocketResources = {
  api: z.object({ ProtocolType: z.literal("WEBSOCKET"), RouteSelectionExpression: z.string() }),
  integration: z.object({ IntegrationUri: z.string() }),
  route: z.object({
    RouteKey: z.string(),
    Target: z.string(),
    AuthorizerId: z.string().optional(),
    RouteResponseSelectionExpression: z.string().optional(),
  }),
  routeResponse: z.object({ RouteId: z.string() }),
  authorizer: z.object({ AuthorizerUri: z.string(), IdentitySource: z.array(z.string()).length(1) }),
  stage: z.object({ StageName: z.string() }),
};

function compileWebSocketApi(template: CloudTemplate, functionOf: FunctionOf): WebSocketApiConfiguration {
  const integrations = new Map(
    template
      .resources("AWS::ApiGatewayV2::Integration", SocketResources.integration)
      .map(({ logicalId, properties }) => [
        `integrations/${logicalId}`,
        functionOf(properties.IntegrationUri),
      ]),
  );
  const authorizers = new Map(
    template
      .resources("AWS::ApiGatewayV2::Authorizer", SocketResources.authorizer)
      .map(({ logicalId, properties }) => {
        const identityHeader = (properties.IdentitySource[0] ?? "").replace("route.request.header.", "");
        // The authorizer of a WebSocket API is asked at each $connect: there is no cache.
        return [
          logicalId,
          { authorizer: new Authorizer(functionOf(properties.AuthorizerUri), 0), identityHeader },
        ];
      }),
  );
  const answered = new Set(
    template
      .resources("AWS::ApiGatewayV2::RouteResponse", SocketResources.routeResponse)
      .map(({ properties }) => properties.RouteId),
  );
  const routes = new Map<string, WebSocketRoute>();
  for (const { logicalId, properties } of template.resources(
    "AWS::ApiGatewayV2::Route",
    SocketResources.route,
  )) {
    const integration = integrations.get(properties.Target);
    if (!integration) throw new Error(`Route ${properties.RouteKey} has no integration ${properties.Target}`);
    routes.set(properties.RouteKey, {
      integration,
      returnsResponse: properties.RouteResponseSelectionExpression === "$default" && answered.has(logicalId),
      authorizer:
        properties.AuthorizerId === undefined ? undefined : authorizers.get(properties.AuthorizerId),
    });
  }
  const api = one(
    template.resources("AWS::ApiGatewayV2::Api", SocketResources.api),
    "AWS::ApiGatewayV2::Api",
  );
  const stage = one(
    template.resources("AWS::ApiGatewayV2::Stage", SocketResources.stage),
    "AWS::ApiGatewayV2::Stage",
  );
  return {
    apiId: template.ref(api.logicalId),
    stage: stage.properties.StageName,
    selector: api.properties.RouteSelectionExpression.replace("$request.body.", ""),
    routes,
  };
}

const BehaviorProperties = z.object({
  TargetOriginId: z.string(),
  FunctionAssociations: z.array(z.object({ EventType: z.string(), FunctionARN: z.string() })).default([]),
});
const DistributionProperties = z.object({
  DistributionConfig: z.object({
    CacheBehaviors: z.array(BehaviorProperties.extend({ PathPattern: z.string() })).default([]),
    DefaultCacheBehavior: BehaviorProperties,
    Origins: z.array(z.object({ Id: z.string(), DomainName: z.string() })),
  }),
});
const UploadProperties = z.object({
  DestinationBucketName: z.string(),
  SourceObjectKeys: z.array(z.string()).length(1),
  SystemMetadata: z.record(z.string(), z.string()).default({}),
});

function compileBehaviors(
  template: CloudTemplate,
  apis: readonly { apiId: string; origin: Origin }[],
): Behavior[] {
  const { DistributionConfig: config } = one(
    template.resources("AWS::CloudFront::Distribution", DistributionProperties),
    "AWS::CloudFront::Distribution",
  ).properties;
  const code = new Map(
    template
      .resources("AWS::CloudFront::Function", z.object({ FunctionCode: z.string() }))
      .map(({ logicalId, properties }) => [
        template.attribute(logicalId, "FunctionARN"),
        properties.FunctionCode,
      ]),
  );
  const uploads = template.resources("Custom::CDKBucketDeployment", UploadProperties);
  const originOf = (id: string): Origin => {
    const domainName = config.Origins.find((origin) => origin.Id === id)?.DomainName ?? "";
    const api = apis.find(({ apiId }) => domainName.startsWith(`${apiId}.execute-api.`));
    if (api) return api.origin;
    const upload = uploads.find(({ properties }) =>
      domainName.startsWith(`${properties.DestinationBucketName}.`),
    );
    if (!upload) throw new Error(`The distribution's origin ${domainName} is not in the template`);
    return {
      type: "files",
      folder: template.assetPath(upload.properties.SourceObjectKeys[0] ?? ""),
      cacheControl: upload.properties.SystemMetadata["cache-control"],
    };
  };
  const compile = (behavior: z.infer<typeof BehaviorProperties>, pathPattern: string): Behavior => ({
    pathPattern,
    origin: originOf(behavior.TargetOriginId),
    viewerRequest: behavior.FunctionAssociations.filter((one) => one.EventType === "viewer-request").map(
      (one) => code.get(one.FunctionARN) ?? "",
    )[0],
  });
  return [
    ...config.CacheBehaviors.map((behavior) => compile(behavior, behavior.PathPattern)),
    compile(config.DefaultCacheBehavior, "*"),
  ];
}

/**
 * Compiles a template. Nothing runs yet.
 * @throws when the template has what the local stack cannot serve: better said than left out
 */
export function compileDeployment(
  template: CloudTemplate,
  awsUrl: string,
  log: Log,
  previous: ReadonlyMap<string, LambdaFunction> = new Map(),
): Deployment {
  const functions = compileFunctions(template, awsUrl, log, previous);
  const functionOf: FunctionOf = (arn) => {
    const name = functionNameIn(arn);
    const fn = functions.get(name);
    if (!fn) throw new Error(`The template invokes ${name}, which it does not declare`);
    return fn;
  };
  const rest = compileRestApi(template, functionOf);
  const webSocketApi = compileWebSocketApi(template, functionOf);
  return {
    functions,
    restApi: rest.api,
    webSocketApi,
    behaviors: (webSocket) =>
      compileBehaviors(template, [
        {
          apiId: rest.apiId,
          origin: { type: "rest", handle: (request, response) => rest.api.handle(request, response) },
        },
        { apiId: webSocketApi.apiId, origin: webSocket },
      ]),
    triggers: template
      .resources("Custom::Trigger", z.object({ HandlerArn: z.string() }))
      .map(({ properties }) => ({
        version: properties.HandlerArn,
        function: functionOf(properties.HandlerArn),
      })),
  };
}
