import * as z from "zod";
import { Authorizer } from "../apigateway/authorizer.ts";
import type { WebSocketApiConfiguration, WebSocketRoute } from "../apigateway/websocket-api.ts";
import type { CloudTemplate } from "../template.ts";
import type { FunctionOf } from "./functions.ts";
import { compileKeys } from "./keys.ts";
import { only } from "./only.ts";

const Properties = {
  api: z.object({ ProtocolType: z.literal("WEBSOCKET"), RouteSelectionExpression: z.string() }),
  integration: z.object({ IntegrationUri: z.string() }),
  route: z.object({
    RouteKey: z.string(),
    Target: z.string(),
    AuthorizerId: z.string().optional(),
    ApiKeyRequired: z.boolean().default(false),
    RouteResponseSelectionExpression: z.string().optional(),
  }),
  routeResponse: z.object({ RouteId: z.string() }),
  authorizer: z.object({ AuthorizerUri: z.string(), IdentitySource: z.array(z.string()).length(1) }),
  stage: z.object({ StageName: z.string() }),
};

/** Compiles the template's WebSocket API. */
export function compileWebSocketApi(
  template: CloudTemplate,
  functionOf: FunctionOf,
): WebSocketApiConfiguration {
  const integrations = new Map(
    template
      .resources("AWS::ApiGatewayV2::Integration", Properties.integration)
      .map(({ logicalId, properties }) => [
        `integrations/${logicalId}`,
        functionOf(properties.IntegrationUri),
      ]),
  );
  const authorizers = new Map(
    template
      .resources("AWS::ApiGatewayV2::Authorizer", Properties.authorizer)
      .map(({ logicalId, properties }) => {
        const identityHeader = (properties.IdentitySource[0] ?? "").replace("route.request.header.", "");
        // API Gateway calls a WebSocket API's authorizer at each $connect, without a cache.
        return [
          logicalId,
          { authorizer: new Authorizer(functionOf(properties.AuthorizerUri), 0), identityHeader },
        ];
      }),
  );
  const answered = new Set(
    template
      .resources("AWS::ApiGatewayV2::RouteResponse", Properties.routeResponse)
      .map(({ properties }) => properties.RouteId),
  );
  const routes = new Map<string, WebSocketRoute>();
  for (const { logicalId, properties } of template.resources("AWS::ApiGatewayV2::Route", Properties.route)) {
    const integration = integrations.get(properties.Target);
    if (!integration) throw new Error(`Route ${properties.RouteKey} has no integration ${properties.Target}`);
    routes.set(properties.RouteKey, {
      integration,
      needsKey: properties.ApiKeyRequired,
      returnsResponse: properties.RouteResponseSelectionExpression === "$default" && answered.has(logicalId),
      authorizer:
        properties.AuthorizerId === undefined ? undefined : authorizers.get(properties.AuthorizerId),
    });
  }
  const api = only(template.resources("AWS::ApiGatewayV2::Api", Properties.api), "AWS::ApiGatewayV2::Api");
  const stage = only(
    template.resources("AWS::ApiGatewayV2::Stage", Properties.stage),
    "AWS::ApiGatewayV2::Stage",
  );
  const apiId = template.ref(api.logicalId);
  return {
    apiId,
    stage: stage.properties.StageName,
    keys: compileKeys(template, apiId, stage.properties.StageName),
    selector: api.properties.RouteSelectionExpression.replace("$request.body.", ""),
    routes,
  };
}
