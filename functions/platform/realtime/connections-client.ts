import {
  ApiGatewayManagementApiClient,
  ApiGatewayManagementApiServiceException,
  GoneException,
  type PostToConnectionCommandInput,
} from "@aws-sdk/client-apigatewaymanagementapi";
import { clientSettings, removeCallLog } from "../aws/client-settings.ts";
import { type Body, bodyOf, DirectRequests, errorOf } from "../aws/direct-requests.ts";
import { escapeUri } from "../aws/signature.ts";

const times = { answer: 3_000, connection: 1_000 };

/** Remembers the bodies of frames, because a fan-out pushes the same bytes to every connection. */
const bodies = new WeakMap<object, Body>();

function bodyOfFrame(data: PostToConnectionCommandInput["Data"]): Body {
  if (typeof data === "string") return bodyOf(data);
  if (!(data instanceof Uint8Array)) throw new TypeError("A push needs text or bytes");
  const known = bodies.get(data);
  if (known) return known;
  const body = bodyOf(new TextDecoder("utf-8", { fatal: true }).decode(data));
  bodies.set(data, body);
  return body;
}

async function post(
  requests: DirectRequests,
  { ConnectionId = "", Data }: PostToConnectionCommandInput,
): Promise<void> {
  const path = `/@connections/${escapeUri(ConnectionId)}`;
  const answer = await requests.post(path, "application/octet-stream", bodyOfFrame(Data));
  if (answer.status < 300) return;
  const error = errorOf(answer);
  throw answer.status === 410 ? new GoneException(error) : new ApiGatewayManagementApiServiceException(error);
}

/**
 * Makes a client of API Gateway's management API. Its endpoint comes from AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI (see
 * infra/). It never retries, because a push that timed out may have arrived. `PostToConnection`, of which every message
 * causes many, goes through `DirectRequests` instead of the SDK.
 */
export function connectionsClient(): ApiGatewayManagementApiClient {
  const client = new ApiGatewayManagementApiClient({ maxAttempts: 1, ...clientSettings(times) });
  removeCallLog(client);
  const requests = new DirectRequests(client, times);
  client.middlewareStack.add(
    (next) => async (args) => {
      // Only PostToConnection has data.
      if (!("Data" in args.input)) return next(args);
      await post(requests, args.input);
      return { output: { $metadata: {} }, response: {} };
    },
    { step: "initialize", name: "postDirectly" },
  );
  return client;
}
