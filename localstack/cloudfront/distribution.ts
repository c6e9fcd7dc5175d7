import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { runInNewContext } from "node:vm";
import sirv from "sirv";
import { wildcard } from "../wildcard.ts";

/** The target of a behaviour. */
export type Origin =
  | { type: "files"; folder: string; cacheControl: string | undefined }
  | { type: "server"; handle: (request: IncomingMessage, response: ServerResponse) => Promise<void> }
  | {
      type: "websocket";
      handleUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void>;
    };

export interface Behavior {
  /** The path pattern in CloudFront's syntax: `/api/*`, or `*` for the default behaviour. */
  pathPattern: string;
  origin: Origin;
  /** The code of a viewer-request function. */
  viewerRequest: string | undefined;
  /** Headers that are added to every response. */
  responseHeaders: Readonly<Record<string, string>>;
}

interface CompiledBehavior {
  matches: (path: string) => boolean;
  origin: Origin;
  rewrite: (method: string, uri: string) => string;
  responseHeaders: Readonly<Record<string, string>>;
  serveFile: ((request: IncomingMessage, response: ServerResponse, next: () => void) => void) | undefined;
}

/** A CloudFront Function's event. The local stack knows the URI only. */
function compileRewrite(code: string | undefined): CompiledBehavior["rewrite"] {
  if (!code) return (_, uri) => uri;
  const handler: unknown = runInNewContext(`${code};handler`);
  if (typeof handler !== "function") throw new Error("A CloudFront function has no handler");
  return (method, uri) => String(handler({ request: { method, uri, headers: {}, querystring: {} } }).uri);
}

function compile({ pathPattern, origin, viewerRequest, responseHeaders }: Behavior): CompiledBehavior {
  const pattern = wildcard(pathPattern);
  return {
    matches: (path) => pattern.test(path),
    origin,
    rewrite: compileRewrite(viewerRequest),
    responseHeaders,
    serveFile:
      origin.type === "files"
        ? sirv(origin.folder, {
            etag: true,
            setHeaders: (response) => {
              if (origin.cacheControl) response.setHeader("cache-control", origin.cacheControl);
            },
          })
        : undefined,
  };
}

const pathOf = (request: IncomingMessage) => (request.url ?? "/").replace(/\?.*$/s, "");

/**
 * The single origin that browsers see. It forwards each request to the target of the first behaviour that
 * matches.
 */
export class Distribution {
  /** Undefined before the first deployment. */
  #behaviors: CompiledBehavior[] | undefined;

  /** Replaces the behaviours by those of a deployment, in the order in which they are tried. */
  configure(behaviors: readonly Behavior[]): void {
    this.#behaviors = behaviors.map(compile);
  }

  /** Creates a server for the distribution. It does not listen yet. */
  createServer(): Server {
    const server = createServer((request, response) => void this.handle(request, response));
    server.on("upgrade", (request, socket, head) => void this.handleUpgrade(request, socket, head));
    // After Node's default of five seconds, a busy client could reuse a connection that is just closing.
    server.keepAliveTimeout = 60_000;
    return server;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!this.#behaviors) return void response.writeHead(503, { "retry-after": "1" }).end("Starting\n");
    const behavior = this.#find(request);
    for (const [name, value] of Object.entries(behavior?.responseHeaders ?? {}))
      response.setHeader(name, value);
    if (behavior) {
      const path = pathOf(request);
      const query = (request.url ?? "").slice(path.length);
      request.url = behavior.rewrite(request.method ?? "", path) + query;
    }
    if (behavior?.origin.type === "server") return behavior.origin.handle(request, response);
    // S3 lets CloudFront read objects but not list them, so a missing object is "forbidden".
    const missing = () => response.writeHead(403, { "content-type": "text/plain" }).end("Access denied\n");
    if (!behavior?.serveFile) return void missing();
    behavior.serveFile(request, response, missing);
  }

  async handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const behavior = this.#find(request);
    if (behavior?.origin.type === "websocket") return behavior.origin.handleUpgrade(request, socket, head);
    socket.end("HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
  }

  #find(request: IncomingMessage): CompiledBehavior | undefined {
    const path = pathOf(request);
    return this.#behaviors?.find((behavior) => behavior.matches(path));
  }
}
