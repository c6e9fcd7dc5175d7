import {
  type ApiGatewayManagementApiClient,
  ApiGatewayManagementApiServiceException,
  DeleteConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import pLimit from "p-limit";
import type { ServerEvent } from "../../../contract/frames.ts";
import type { ConnectionId } from "../../../contract/ids.ts";
import type { Positioned } from "../../../contract/position.ts";
import { clientSettings } from "../aws-client.ts";
import { jitteredWait } from "../jittered-wait.ts";
import { logError, logMetric } from "../observability/log.ts";

/**
 * Calls under way at once from one function instance, whatever it does at the same time: the SDK keeps as many
 * connections open. A call that waits for one of them would count that as time in which no answer came, and the
 * client would be closed for it.
 */
const concurrentCalls = pLimit(50);

/**
 * What every management client is made with. Its endpoint comes from AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI
 * (see infra/). It repeats nothing by itself: after a time-out nobody knows whether the push arrived.
 */
export const managementSettings = {
  maxAttempts: 1,
  ...clientSettings({ answer: 3_000, connection: 1_000 }),
};

/** What became of the connections that did not get an event. */
export interface PushFailures {
  /** 410: the connection has ended. */
  gone: ConnectionId[];
  /** Refused for now (429, 5xx): it certainly did not arrive. */
  refused: ConnectionId[];
  /** Timed out or worse: it may have arrived. */
  unconfirmed: ConnectionId[];
}

function failureKind(error: unknown): keyof PushFailures {
  if (error instanceof GoneException) return "gone";
  const status = error instanceof ApiGatewayManagementApiServiceException && error.$metadata.httpStatusCode;
  return status && (status === 429 || status >= 500) ? "refused" : "unconfirmed";
}

/** Pushes an event to each connection once. Nothing is thrown: what failed is returned. */
export async function push(
  gateway: ApiGatewayManagementApiClient,
  connectionIds: readonly ConnectionId[],
  event: ServerEvent & Positioned,
): Promise<PushFailures> {
  const Data = Buffer.from(JSON.stringify(event));
  const failures: PushFailures = { gone: [], refused: [], unconfirmed: [] };
  await concurrentCalls.map(connectionIds, async (ConnectionId) => {
    try {
      await gateway.send(new PostToConnectionCommand({ ConnectionId, Data }));
    } catch (error) {
      const kind = failureKind(error);
      failures[kind].push(ConnectionId);
      if (kind === "unconfirmed") logError("push failed", error, { ConnectionId, event: event.type });
    }
  });
  const count = failures.gone.length + failures.refused.length + failures.unconfirmed.length;
  if (count > 0) logMetric("PushFailures", count);
  return failures;
}

/** Milliseconds before the n-th new attempt, at most. */
const ceilings = [100, 300, 900];

/** Pushes like `push`, and again to those that were refused for now, some times and with jitter. */
export async function pushWithRetries(
  gateway: ApiGatewayManagementApiClient,
  connectionIds: readonly ConnectionId[],
  event: ServerEvent & Positioned,
): Promise<PushFailures> {
  const failures = await push(gateway, connectionIds, event);
  for (const ceiling of ceilings) {
    if (failures.refused.length === 0) break;
    await jitteredWait(ceiling);
    const again = await push(gateway, failures.refused, event);
    failures.refused = again.refused;
    failures.gone.push(...again.gone);
    failures.unconfirmed.push(...again.unconfirmed);
  }
  return failures;
}

/** Closes connections. Those that are gone already, or cannot be closed now, are left alone. */
export async function disconnect(
  gateway: ApiGatewayManagementApiClient,
  connectionIds: readonly ConnectionId[],
): Promise<void> {
  await concurrentCalls.map(connectionIds, (ConnectionId) =>
    gateway.send(new DeleteConnectionCommand({ ConnectionId })).catch((error: unknown) => {
      if (!(error instanceof GoneException)) logError("disconnect failed", error, { ConnectionId });
    }),
  );
}
