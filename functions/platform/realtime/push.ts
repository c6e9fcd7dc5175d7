import {
  type ApiGatewayManagementApiClient,
  ApiGatewayManagementApiServiceException,
  DeleteConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import pLimit from "p-limit";
import type { ConnectionId } from "../../../contract/ids.ts";
import { jitteredWait } from "../jittered-wait.ts";
import { logError, logMetric } from "../observability/log.ts";

/**
 * Limits the simultaneous calls of a function instance to the 50 connections that one client opens. The request timeout
 * of further calls would include their wait for a connection, and a timeout closes the client's WebSocket. An instance has
 * one client and handles several pushes at a time, so they share one limit.
 */
const concurrentCalls = pLimit(50);

/** An event as JSON. Its type appears in the log when a push fails. */
export interface PushedEvent {
  readonly type: string;
}

/** The connections that a push failed for, by the reason. */
export interface PushFailures {
  /** The connection has ended (410). */
  gone: ConnectionId[];
  /** API Gateway refused the push for now (429, 5xx). The frame has not arrived. */
  refused: ConnectionId[];
  /** The call timed out or failed otherwise. The frame may have arrived. */
  unconfirmed: ConnectionId[];
}

function failureKind(error: unknown): keyof PushFailures {
  if (error instanceof GoneException) return "gone";
  const status = error instanceof ApiGatewayManagementApiServiceException && error.$metadata.httpStatusCode;
  return status && (status === 429 || status >= 500) ? "refused" : "unconfirmed";
}

/** Pushes an event to each connection once. Never throws. @returns the failures */
export async function push(
  gateway: ApiGatewayManagementApiClient,
  connectionIds: readonly ConnectionId[],
  event: PushedEvent,
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

/** The longest wait before each retry, in milliseconds. */
const ceilings = [100, 300, 900];

/**
 * Pushes an event to each connection, and retries the refused pushes up to three times. Never throws.
 *
 * @returns the failures
 */
export async function pushWithRetries(
  gateway: ApiGatewayManagementApiClient,
  connectionIds: readonly ConnectionId[],
  event: PushedEvent,
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

/** Closes connections. Never throws: a connection that cannot be closed now is logged and stays open. */
export async function disconnect(
  gateway: ApiGatewayManagementApiClient,
  connectionIds: readonly ConnectionId[],
): Promise<void> {
  await concurrentCalls.map(connectionIds, (ConnectionId) =>
    gateway.send(new DeleteConnectionCommand({ ConnectionId })).catch((error: unknown) => {
      if (!(error instanceof GoneException)) logError("closing a connection failed", error, { ConnectionId });
    }),
  );
}
