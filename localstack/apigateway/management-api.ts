import { webSocketLimits } from "../../contract/limits.ts";
import { ServiceError } from "../service-error.ts";
import type { WebSocketApi } from "./websocket-api.ts";

/** The path of a connection below the stage: `/@connections/{id}`. */
export interface ConnectionAddress {
  apiId: string;
  stage: string;
  id: string;
}

const gone = () => new ServiceError(410, "GoneException", "The connection is gone.");

/** The management API (`@connections`) of the WebSocket APIs: POST, GET and DELETE. */
export class ManagementApi {
  readonly #apis = new Map<string, WebSocketApi>();
  /** The number of calls by method, for tests. */
  readonly calls: Record<string, number> = {};

  add(api: WebSocketApi): void {
    this.#apis.set(api.apiId, api);
  }

  /** Handles one call. @throws {ServiceError} */
  async serve(
    method: string,
    { apiId, stage, id }: ConnectionAddress,
    body: Buffer,
  ): Promise<{ status: number; body?: object }> {
    this.calls[method] = (this.calls[method] ?? 0) + 1;
    const api = this.#apis.get(apiId);
    if (api?.stage !== stage) throw new ServiceError(403, "ForbiddenException", "No such API or stage");
    switch (method) {
      case "POST":
        return this.#post(api, id, body);
      case "GET": {
        const status = api.status(id);
        if (!status) throw gone();
        return {
          status: 200,
          body: {
            connectedAt: new Date(status.connectedAt).toISOString(),
            lastActiveAt: new Date(status.lastActiveAt).toISOString(),
            identity: status.identity,
          },
        };
      }
      case "DELETE":
        if (!api.disconnect(id)) throw gone();
        return { status: 204 };
      default:
        throw new ServiceError(405, "MethodNotAllowedException", `${method} is not supported`);
    }
  }

  #post(api: WebSocketApi, id: string, body: Buffer): { status: number } {
    if (body.length > webSocketLimits.messageBytes) {
      throw new ServiceError(413, "PayloadTooLargeException", "The data is larger than 128 KB.");
    }
    switch (api.push(id, body)) {
      case "gone":
        throw gone();
      case "slow":
        throw new ServiceError(429, "LimitExceededException", "The client reads too slowly.");
      case "sent":
        return { status: 200 };
    }
  }
}
