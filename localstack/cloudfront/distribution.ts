import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { pathOf } from "../request-path.ts";
import { wildcard } from "../wildcard.ts";
import { setHeader } from "./set-header.ts";
import { type ServeFile, SiteFiles, type UploadedFiles } from "./site-files.ts";
import { compileViewerRequest, viewerAddress } from "./viewer-request.ts";

/** The target of a behaviour. */
export type Origin =
  | { type: "files"; uploads: readonly UploadedFiles[] }
  | { type: "server"; handle: (request: IncomingMessage, response: ServerResponse) => Promise<void> }
  | {
      type: "websocket";
      handleUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void>;
    };

export interface Behavior {
  /** The path pattern in CloudFront's syntax: `/api/*`, or `*` for the default behaviour. */
  pathPattern: string;
  origin: Origin;
  /** The methods that the behaviour accepts. */
  methods: readonly string[];
  /** Whether CloudFront compresses responses of the origin, which it must also cache. */
  isCompressed: boolean;
  /** Headers of requests to the origin, which replace the viewer's. Names are in lower case. */
  originHeaders: Readonly<Record<string, string>>;
  /** The code of a viewer-request function. */
  viewerRequest: string | undefined;
  /** Headers that are added to every response. */
  responseHeaders: Readonly<Record<string, string>>;
}

interface CompiledBehavior extends Behavior {
  matches: (path: string) => boolean;
  runViewerRequest: (request: IncomingMessage) => void;
  serveFile: ServeFile | undefined;
}

function compile(behavior: Behavior): CompiledBehavior {
  const { pathPattern, origin, viewerRequest, isCompressed } = behavior;
  const pattern = wildcard(pathPattern);
  return {
    ...behavior,
    matches: (path) => pattern.test(path),
    runViewerRequest: compileViewerRequest(viewerRequest),
    serveFile: origin.type === "files" ? new SiteFiles(origin.uploads, isCompressed).serve : undefined,
  };
}

/** Turns a viewer's request into the one that CloudFront sends to the origin. */
function forward(request: IncomingMessage, { runViewerRequest, originHeaders }: CompiledBehavior): void {
  runViewerRequest(request);
  const before = request.headers["x-forwarded-for"];
  const address = viewerAddress(request);
  setHeader(request, "x-forwarded-for", before === undefined ? address : `${before}, ${address}`);
  for (const [name, value] of Object.entries(originHeaders)) setHeader(request, name, value);
}

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
    // S3 lets CloudFront read objects but not list them, so a missing object is "forbidden".
    const forbidden = () => response.writeHead(403, { "content-type": "text/plain" }).end("Access denied\n");
    if (!behavior?.methods.includes(request.method ?? "")) return void forbidden();
    for (const [name, value] of Object.entries(behavior.responseHeaders)) response.setHeader(name, value);
    forward(request, behavior);
    if (behavior.origin.type === "server") return behavior.origin.handle(request, response);
    if (behavior.serveFile) behavior.serveFile(request, response, forbidden);
    else forbidden();
  }

  async handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const behavior = this.#find(request);
    if (behavior?.origin.type === "websocket") {
      forward(request, behavior);
      return behavior.origin.handleUpgrade(request, socket, head);
    }
    socket.end("HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
  }

  #find(request: IncomingMessage): CompiledBehavior | undefined {
    const path = pathOf(request);
    return this.#behaviors?.find((behavior) => behavior.matches(path));
  }
}
