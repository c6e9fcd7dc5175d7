import * as z from "zod";
import { Authorizer } from "../apigateway/authorizer.ts";
import type { GatewayResponse } from "../apigateway/gateway-responses.ts";
import { resourcePath } from "../apigateway/resources.ts";
import { RestApi, type RestMethod, type RestResource } from "../apigateway/rest-api.ts";
import type { CloudTemplate } from "../template.ts";
import type { FunctionOf } from "./functions.ts";
import { compileKeys } from "./keys.ts";
import { only } from "./only.ts";

const Properties = {
  resource: z.object({ ParentId: z.string(), PathPart: z.string() }),
  method: z.object({
    HttpMethod: z.string(),
    ResourceId: z.string(),
    AuthorizerId: z.string().optional(),
    ApiKeyRequired: z.boolean().default(false),
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
  api: z.object({ MinimumCompressionSize: z.number().optional() }),
};

/** Compiles the template's REST API. */
export function compileRestApi(
  template: CloudTemplate,
  functionOf: FunctionOf,
): { apiId: string; api: RestApi } {
  const parts = new Map(
    template
      .resources("AWS::ApiGateway::Resource", Properties.resource)
      .map(({ logicalId, properties }) => [logicalId, properties]),
  );
  const pathOf = (id: string): string => {
    const part = parts.get(id);
    return part ? `${pathOf(part.ParentId)}/${part.PathPart}` : "";
  };
  const authorizers = new Map(
    template
      .resources("AWS::ApiGateway::Authorizer", Properties.authorizer)
      .map(({ logicalId, properties }) => {
        const { AuthorizerUri, AuthorizerResultTtlInSeconds, IdentityValidationExpression } = properties;
        const authorizer = new Authorizer(functionOf(AuthorizerUri), AuthorizerResultTtlInSeconds * 1000);
        const validation = IdentityValidationExpression && new RegExp(IdentityValidationExpression);
        return [logicalId, { authorizer, ...(validation && { validation }) }] as const;
      }),
  );
  const byPath = new Map<string, Map<string, RestMethod>>();
  for (const { properties } of template.resources("AWS::ApiGateway::Method", Properties.method)) {
    const path = pathOf(properties.ResourceId) || "/";
    const methods = byPath.get(path) ?? new Map<string, RestMethod>();
    methods.set(properties.HttpMethod, {
      integration: functionOf(properties.Integration.Uri),
      needsKey: properties.ApiKeyRequired,
      authorizer:
        properties.AuthorizerId === undefined ? undefined : authorizers.get(properties.AuthorizerId),
    });
    byPath.set(path, methods);
  }
  const resources: RestResource[] = [...byPath].map(([path, methods]) => ({
    ...resourcePath(path),
    methods,
  }));
  const { logicalId, properties } = only(
    template.resources("AWS::ApiGateway::RestApi", Properties.api),
    "AWS::ApiGateway::RestApi",
  );
  const stage = only(
    template.resources("AWS::ApiGateway::Stage", Properties.stage),
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
      keys: compileKeys(template, apiId, stage.properties.StageName),
      minimumCompressionSize: properties.MinimumCompressionSize,
    }),
  };
}

function compileGatewayResponses(template: CloudTemplate): Map<string, GatewayResponse> {
  return new Map(
    template
      .resources("AWS::ApiGateway::GatewayResponse", Properties.gatewayResponse)
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
