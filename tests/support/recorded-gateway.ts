import {
  ApiGatewayManagementApiClient,
  ApiGatewayManagementApiServiceException,
  DeleteConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import { vi } from "vitest";
import { ConnectionId } from "../../contract/ids.ts";

/**
 * Returns API Gateway without a network. It keeps all pushes in `pushed` and all closed connections in `closed`. A
 * connection in `failures` accepts no push.
 */
export function recordedGateway() {
  const pushed: { id: ConnectionId; event: unknown }[] = [];
  const closed: ConnectionId[] = [];
  const failures = new Map<ConnectionId, "gone" | "refused" | "timeout">();
  const gateway = new ApiGatewayManagementApiClient({ region: "eu-central-1" });
  vi.spyOn(gateway, "send").mockImplementation(async (command: unknown) => {
    if (command instanceof DeleteConnectionCommand) {
      closed.push(ConnectionId.parse(command.input.ConnectionId));
      return {};
    }
    if (!(command instanceof PostToConnectionCommand)) throw new Error("Not a push");
    const id = ConnectionId.parse(command.input.ConnectionId);
    const failure = failures.get(id);
    if (failure === "gone") throw new GoneException({ message: "gone", $metadata: { httpStatusCode: 410 } });
    if (failure === "timeout") throw new Error("The request timed out");
    if (failure === "refused") {
      throw new ApiGatewayManagementApiServiceException({
        name: "LimitExceededException",
        $fault: "client",
        $metadata: { httpStatusCode: 429 },
      });
    }
    pushed.push({ id, event: JSON.parse(String(command.input.Data)) });
    return {};
  });
  return { gateway, pushed, closed, failures };
}
