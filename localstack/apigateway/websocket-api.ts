import { randomBytes, randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type RawData, type WebSocket, WebSocketServer } from "ws";
import * as z from "zod";
import { webSocketLimits } from "../../contract/limits.ts";
import type { LambdaFunction } from "../lambda/function.ts";
import { account, region } from "../template.ts";
import type { Authorizer, AuthorizerContext } from "./authorizer.ts";
import { watchFrameSizes } from "./frame-sizes.ts";
import { withIntegrationTimeout } from "./integration-timeout.ts";
import { refuseUpgrade } from "./refuse-upgrade.ts";
import { requestHeaders } from "./request-headers.ts";

export interface WebSocketRoute {
  integration: LambdaFunction;
  /** Whether the integration's result returns to the client as a frame. */
  returnsResponse: boolean;
  needsKey: boolean;
  authorizer?: { authorizer: Authorizer; identityHeader: string } | undefined;
}

export interface WebSocketApiConfiguration {
  apiId: string;
  stage: string;
  /** The member of a frame that names its route, from `$request.body.NAME`. */
  selector: string;
  routes: ReadonlyMap<string, WebSocketRoute>;
  /** The API keys that the usage plans of the stage accept. */
  keys: ReadonlySet<string>;
}

/** The bytes that may wait for a slow client before pushes to it are refused. */
const maxBufferedBytes = 1024 * 1024;

const IntegrationResult = z.object({
  statusCode: z.coerce.number(),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.string().optional(),
});

/** A client's connection. It exists from `$connect` on, and is open once the upgrade has been answered. */
interface Connection {
  id: string;
  connectedAt: number;
  lastActiveAt: number;
  context: AuthorizerContext;
  identity: { sourceIp: string; userAgent: string | null };
  socket?: WebSocket;
  idle?: NodeJS.Timeout;
}

/** The part of a connection that the management API exposes. */
export type ConnectionStatus = Pick<Connection, "connectedAt" | "lastActiveAt" | "identity">;

export type PushOutcome = "sent" | "gone" | "slow";

/**
 * A WebSocket API of API Gateway: authorizer, `$connect`, routes by selection expression, and one
 * `$disconnect`.
 */
export class WebSocketApi {
  #configuration: WebSocketApiConfiguration;
  readonly #times: { idleMs: number; connectionMs: number };
  readonly #connections = new Map<string, Connection>();
  /** The subprotocol that `$connect` selected for an upgrade. */
  readonly #protocols = new WeakMap<IncomingMessage, string>();
  readonly #server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: webSocketLimits.messageBytes,
    perMessageDeflate: false,
    handleProtocols: (_, request) => this.#protocols.get(request) ?? false,
  });
  readonly #disconnecting = new Set<Promise<unknown>>();

  constructor(
    configuration: WebSocketApiConfiguration,
    times: { idleMs: number; connectionMs: number } = webSocketLimits,
  ) {
    this.#configuration = configuration;
    this.#times = times;
  }

  /** Replaces the routes by those of a new deployment. Open connections stay. */
  configure(configuration: WebSocketApiConfiguration): void {
    this.#configuration = configuration;
  }

  get apiId(): string {
    return this.#configuration.apiId;
  }

  get stage(): string {
    return this.#configuration.stage;
  }

  get connectionIds(): string[] {
    return [...this.#connections.keys()];
  }

  status(id: string): ConnectionStatus | undefined {
    const connection = this.#connections.get(id);
    return connection?.socket && connection;
  }

  /** Sends a frame to a connection. A connection that is still opening counts as gone, as on AWS. */
  push(id: string, data: Buffer): PushOutcome {
    const connection = this.#connections.get(id);
    const socket = connection?.socket;
    if (!connection || socket?.readyState !== socket?.OPEN || !socket) return "gone";
    if (socket.bufferedAmount > maxBufferedBytes) return "slow";
    socket.send(data, { binary: false });
    this.#touch(connection);
    return "sent";
  }

  /** Closes a connection from the server's side. @returns false if it was gone already */
  disconnect(id: string, code = 1000, reason = "Connection closed by the server"): boolean {
    const socket = this.#connections.get(id)?.socket;
    socket?.close(code, reason);
    return socket !== undefined;
  }

  /** Closes all connections, and waits until each `$disconnect` has run. */
  async close(): Promise<void> {
    for (const { socket } of this.#connections.values()) socket?.terminate();
    while (this.#connections.size > 0 || this.#disconnecting.size > 0) {
      await Promise.all(this.#disconnecting);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Handles an upgrade request to `/STAGE`. */
  async handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on("error", () => socket.destroy());
    const { routes, stage } = this.#configuration;
    const { pathname } = new URL(request.url ?? "/", "http://ws");
    const route = routes.get("$connect");
    if (pathname.replace(/\/$/, "") !== `/${stage}`) return refuseUpgrade(socket, 403);

    const now = Date.now();
    const connection: Connection = {
      id: randomBytes(8).toString("base64").replaceAll("+", "-").replaceAll("/", "_"),
      connectedAt: now,
      lastActiveAt: now,
      context: {},
      identity: {
        sourceIp: request.socket.remoteAddress ?? "",
        userAgent: request.headers["user-agent"] ?? null,
      },
    };
    const event = { ...requestHeaders(request), isBase64Encoded: false };
    if (route?.authorizer) {
      const status = await this.#authorize(route.authorizer, request, connection, event);
      if (status !== 200) return refuseUpgrade(socket, status);
    }

    if (route?.needsKey && !this.#configuration.keys.has(String(request.headers["x-api-key"]))) {
      return refuseUpgrade(socket, 403);
    }

    this.#connections.set(connection.id, connection);
    const answer = route
      ? await this.#invoke(route, connection, "$connect", { eventType: "CONNECT" }, event)
      : { statusCode: 200, headers: undefined };
    const status = answer?.statusCode ?? 500;
    if (status < 200 || status > 299) {
      this.#connections.delete(connection.id);
      return refuseUpgrade(socket, status);
    }
    const protocol = Object.entries(answer?.headers ?? {}).find(
      ([name]) => name.toLowerCase() === "sec-websocket-protocol",
    )?.[1];
    if (protocol !== undefined) this.#protocols.set(request, protocol);
    this.#server.handleUpgrade(request, socket, head, (ws) => this.#accept(connection, ws, socket));
    // Does not accept a client that has left in the meantime or did not ask for a WebSocket.
    if (!connection.socket) this.#closed(connection, 1006, "");
  }

  async #authorize(
    { authorizer, identityHeader }: NonNullable<WebSocketRoute["authorizer"]>,
    request: IncomingMessage,
    connection: Connection,
    event: object,
  ): Promise<number> {
    const identity = request.headers[identityHeader.toLowerCase()];
    if (typeof identity !== "string") return 401;
    const { apiId, stage } = this.#configuration;
    const methodArn = `arn:aws:execute-api:${region}:${account}:${apiId}/${stage}/$connect`;
    const decision = await authorizer.decide(identity, methodArn, {
      type: "REQUEST",
      methodArn,
      ...event,
      queryStringParameters: {},
      requestContext: this.#context(connection, "$connect", { eventType: "CONNECT" }),
    });
    if (decision.outcome === "allowed") connection.context = decision.context;
    return { allowed: 200, unauthorized: 401, denied: 403, failed: 500 }[decision.outcome];
  }

  #accept(connection: Connection, ws: WebSocket, socket: Duplex): void {
    connection.socket = ws;
    const watch = watchFrameSizes((bytes) => {
      if (bytes > webSocketLimits.frameBytes) ws.close(1009, "Frame too large");
    });
    socket.prependListener("data", watch);
    this.#touch(connection);
    const end = setTimeout(() => ws.close(1001, "Going away"), this.#times.connectionMs).unref();
    ws.on("message", (data, isBinary) => {
      if (ws.readyState === ws.OPEN) this.#receive(connection, data, isBinary);
    });
    // `ws` closes a broken or oversized stream with the code of RFC 6455, and then emits "close".
    ws.on("error", () => undefined);
    ws.on("close", (code, reason) => {
      clearTimeout(end);
      this.#closed(connection, code, reason.toString());
    });
  }

  #touch(connection: Connection): void {
    connection.lastActiveAt = Date.now();
    if (connection.idle) connection.idle.refresh();
    else {
      connection.idle = setTimeout(
        () => connection.socket?.close(1001, "Going away"),
        this.#times.idleMs,
      ).unref();
    }
  }

  #receive(connection: Connection, data: RawData, isBinary: boolean): void {
    // API Gateway accepts text only.
    if (isBinary) {
      connection.socket?.close(1003, "Binary frames are not supported");
      return;
    }
    this.#touch(connection);
    const body = data.toString();
    const key = this.#select(body);
    const route = this.#configuration.routes.get(key);
    if (!route) {
      this.#reply(connection, "Forbidden");
      return;
    }
    void this.#invoke(
      route,
      connection,
      key,
      { eventType: "MESSAGE", messageId: randomUUID() },
      { body, isBase64Encoded: false },
    ).then((answer) => {
      if (!answer) this.#reply(connection, "Internal server error");
      else if (route.returnsResponse && answer.body !== undefined) connection.socket?.send(answer.body);
    });
  }

  /**
   * Returns the route that the selection expression selects. Text that is not JSON or names no route selects
   * `$default`.
   */
  #select(body: string): string {
    try {
      const key: unknown = JSON.parse(body)?.[this.#configuration.selector];
      if (typeof key === "string" && !key.startsWith("$") && this.#configuration.routes.has(key)) return key;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
    return "$default";
  }

  /** Sends a message of API Gateway itself to the client. */
  #reply(connection: Connection, message: string): void {
    connection.socket?.send(
      JSON.stringify({ message, connectionId: connection.id, requestId: randomUUID() }),
    );
  }

  #closed(connection: Connection, code: number, reason: string): void {
    if (!this.#connections.delete(connection.id)) return;
    clearTimeout(connection.idle);
    const route = this.#configuration.routes.get("$disconnect");
    if (!route) return;
    const details = { eventType: "DISCONNECT", disconnectStatusCode: code, disconnectReason: reason };
    const running = this.#invoke(route, connection, "$disconnect", details, { isBase64Encoded: false });
    this.#disconnecting.add(running);
    void running.finally(() => this.#disconnecting.delete(running));
  }

  #context(connection: Connection, routeKey: string, details: object) {
    const { apiId, stage } = this.#configuration;
    const requestId = randomUUID();
    const now = new Date();
    return {
      routeKey,
      ...details,
      messageDirection: "IN",
      connectionId: connection.id,
      connectedAt: connection.connectedAt,
      requestId,
      extendedRequestId: requestId,
      requestTime: now.toUTCString(),
      requestTimeEpoch: now.getTime(),
      domainName: `${apiId}.execute-api.${region}.amazonaws.com`,
      stage,
      apiId,
      identity: connection.identity,
      authorizer: connection.context,
    };
  }

  /** Returns undefined if the function failed, exceeded API Gateway's timeout, or returned no response. */
  async #invoke(
    route: WebSocketRoute,
    connection: Connection,
    routeKey: string,
    details: object,
    event: object,
  ) {
    const requestContext = this.#context(connection, routeKey, details);
    const invocation = route.integration.invoke({ requestContext, ...event }, routeKey, (result) =>
      String(IntegrationResult.safeParse(result).data?.statusCode ?? "no response"),
    );
    const result = await withIntegrationTimeout(invocation.catch(() => undefined));
    return IntegrationResult.safeParse(result).data;
  }
}
