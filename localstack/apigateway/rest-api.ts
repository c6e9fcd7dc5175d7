import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import * as z from "zod";
import { type LambdaFunction, payloadBytes } from "../lambda/function.ts";
import { account, region } from "../template.ts";
import type { Authorizer, AuthorizerContext } from "./authorizer.ts";
import { compressed } from "./compressed.ts";
import {
  type GatewayResponse,
  type GatewayResponseType,
  gatewayAnswer,
  type HttpAnswer,
} from "./gateway-responses.ts";

import { withIntegrationTimeout } from "./integration-timeout.ts";
import { requestHeaders } from "./request-headers.ts";
import { findResource, type ResourcePath } from "./resources.ts";

/** The largest request body in bytes: API Gateway's quota for REST APIs. */
const requestBytes = 10 * 1024 * 1024;

export interface RestMethod {
  integration: LambdaFunction;
  needsKey: boolean;
  authorizer?: { authorizer: Authorizer; validation?: RegExp } | undefined;
}

export interface RestResource extends ResourcePath {
  /** By HTTP method. `ANY` matches methods without an entry. */
  methods: ReadonlyMap<string, RestMethod>;
}

export interface RestApiConfiguration {
  apiId: string;
  stage: string;
  resources: readonly RestResource[];
  gatewayResponses: ReadonlyMap<string, GatewayResponse>;
  /** The API keys that the usage plans of the stage accept. */
  keys: ReadonlySet<string>;
  /** The smallest response, in bytes, that is compressed. Undefined if none is. */
  minimumCompressionSize?: number | undefined;
}

const ProxyResult = z.object({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullish(),
  multiValueHeaders: z.record(z.string(), z.array(z.union([z.string(), z.number(), z.boolean()]))).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

class TooLarge extends Error {}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // Reads and discards the rest of the body, so that the caller can read the answer.
    if (bytes <= requestBytes) chunks.push(chunk);
    else if (bytes > 4 * requestBytes) break;
  }
  if (bytes > requestBytes) throw new TooLarge();
  return Buffer.concat(chunks);
}

function queryOf(query: URLSearchParams) {
  const names = [...new Set(query.keys())];
  if (names.length === 0) return { queryStringParameters: null, multiValueQueryStringParameters: null };
  return {
    queryStringParameters: Object.fromEntries(names.map((name) => [name, query.getAll(name).at(-1)])),
    multiValueQueryStringParameters: Object.fromEntries(names.map((name) => [name, query.getAll(name)])),
  };
}

/** A REST API of API Gateway: routes, authorizers, Lambda proxy integrations, gateway responses. */
export class RestApi {
  readonly #configuration: RestApiConfiguration;

  constructor(configuration: RestApiConfiguration) {
    this.#configuration = configuration;
  }

  /** Handles a request to `/STAGE/…`. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = randomUUID();
    const answer = await this.#answer(request, requestId).catch((error: unknown) =>
      this.#refuse(error instanceof TooLarge ? "REQUEST_TOO_LARGE" : "DEFAULT_5XX", requestId),
    );
    // A connection whose request was not read to its end cannot be reused.
    if (!request.complete) response.setHeader("connection", "close");
    const { minimumCompressionSize } = this.#configuration;
    const { status, headers, body } = await compressed(answer, request, minimumCompressionSize);
    response.writeHead(status, { "x-amzn-requestid": requestId, ...headers }).end(body);
  }

  #refuse(type: GatewayResponseType, requestId: string): HttpAnswer {
    return gatewayAnswer(type, this.#configuration.gatewayResponses, requestId);
  }

  async #answer(request: IncomingMessage, requestId: string): Promise<HttpAnswer> {
    const { stage, resources } = this.#configuration;
    const url = new URL(request.url ?? "/", "http://api");
    const httpMethod = request.method ?? "GET";
    const [, actualStage, ...rest] = url.pathname.split("/");
    const found = actualStage === stage ? findResource(resources, rest.join("/")) : undefined;
    const method = found?.resource.methods.get(httpMethod) ?? found?.resource.methods.get("ANY");
    if (!found || !method) {
      await readBody(request);
      return this.#refuse("MISSING_AUTHENTICATION_TOKEN", requestId);
    }

    const body = await readBody(request);
    const path = `/${rest.join("/")}`;
    const authorization = await this.#authorize(method, request, `${httpMethod}${path}`);
    if (authorization.refusal) return this.#refuse(authorization.refusal, requestId);
    if (method.needsKey && !this.#configuration.keys.has(String(request.headers["x-api-key"]))) {
      return this.#refuse("INVALID_API_KEY", requestId);
    }

    const event = {
      resource: found.resource.path,
      path,
      httpMethod,
      ...requestHeaders(request),
      ...queryOf(url.searchParams),
      pathParameters: Object.keys(found.parameters).length > 0 ? found.parameters : null,
      stageVariables: null,
      requestContext: {
        ...this.#context(request, requestId),
        httpMethod,
        resourcePath: found.resource.path,
        path: url.pathname,
        ...(authorization.context && { authorizer: authorization.context }),
      },
      body: body.length > 0 ? body.toString() : null,
      isBase64Encoded: false,
    };
    if (body.length > payloadBytes) return this.#refuse("REQUEST_TOO_LARGE", requestId);
    return this.#invoke(method.integration, event, `${httpMethod} ${path}`, requestId);
  }

  async #authorize(
    method: RestMethod,
    request: IncomingMessage,
    methodAndPath: string,
  ): Promise<{ refusal?: GatewayResponseType; context?: AuthorizerContext }> {
    if (!method.authorizer) return {};
    const { authorizer, validation } = method.authorizer;
    const authorizationToken = request.headers.authorization;
    if (!authorizationToken || validation?.test(authorizationToken) === false)
      return { refusal: "UNAUTHORIZED" };
    const { apiId, stage } = this.#configuration;
    const methodArn = `arn:aws:execute-api:${region}:${account}:${apiId}/${stage}/${methodAndPath}`;
    const decision = await authorizer.decide(authorizationToken, methodArn, {
      type: "TOKEN",
      authorizationToken,
      methodArn,
    });
    switch (decision.outcome) {
      case "allowed":
        return { context: decision.context };
      case "unauthorized":
        return { refusal: "UNAUTHORIZED" };
      case "denied":
        return { refusal: "ACCESS_DENIED" };
      case "failed":
        return { refusal: "AUTHORIZER_FAILURE" };
    }
  }

  #context(request: IncomingMessage, requestId: string) {
    const { apiId, stage } = this.#configuration;
    const now = new Date();
    return {
      accountId: account,
      apiId,
      stage,
      requestId,
      extendedRequestId: requestId,
      protocol: `HTTP/${request.httpVersion}`,
      requestTime: now.toUTCString(),
      requestTimeEpoch: now.getTime(),
      domainName: `${apiId}.execute-api.${region}.amazonaws.com`,
      identity: {
        sourceIp: request.socket.remoteAddress ?? "",
        userAgent: request.headers["user-agent"] ?? null,
      },
    };
  }

  async #invoke(fn: LambdaFunction, event: object, label: string, requestId: string): Promise<HttpAnswer> {
    const summary = (value: unknown) =>
      String(ProxyResult.safeParse(value).data?.statusCode ?? "no response");
    const raw = await withIntegrationTimeout(fn.invoke(event, label, summary));
    if (raw === "timed out") return this.#refuse("INTEGRATION_TIMEOUT", requestId);
    // Anything except a proxy response becomes "Internal server error", like an error of the function.
    const { statusCode, headers, multiValueHeaders, body, isBase64Encoded } = ProxyResult.parse(raw);
    const merged: Record<string, string | string[]> = { "content-type": "application/json" };
    for (const [name, value] of Object.entries(headers ?? {})) merged[name.toLowerCase()] = String(value);
    for (const [name, values] of Object.entries(multiValueHeaders ?? {}))
      merged[name.toLowerCase()] = values.map(String);
    return {
      status: statusCode,
      headers: merged,
      body: Buffer.from(body ?? "", isBase64Encoded ? "base64" : "utf8"),
    };
  }
}
