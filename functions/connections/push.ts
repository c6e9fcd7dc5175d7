import {
  type ApiGatewayManagementApiClient,
  GoneException,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import pMap from "p-map";
import type { ServerEvent } from "../../contract/frames.ts";
import type { ConnectionId } from "../../contract/ids.ts";
import { logError } from "../log.ts";

/** Pushes under way at once from one function instance. */
const concurrency = 50;

/**
 * Pushes an event to each connection once. A push may be lost, a message may not: what fails for another
 * reason than a closed connection is logged, and the client finds it when it syncs.
 * @returns the connections that are gone (410)
 */
export async function push(
  gateway: ApiGatewayManagementApiClient,
  connectionIds: readonly ConnectionId[],
  event: ServerEvent,
): Promise<ConnectionId[]> {
  const Data = Buffer.from(JSON.stringify(event));
  const gone: ConnectionId[] = [];
  await pMap(
    connectionIds,
    async (ConnectionId) => {
      try {
        await gateway.send(new PostToConnectionCommand({ ConnectionId, Data }));
      } catch (error) {
        if (error instanceof GoneException) gone.push(ConnectionId);
        else logError("push failed", error, { connectionId: ConnectionId, event: event.type });
      }
    },
    { concurrency },
  );
  return gone;
}
