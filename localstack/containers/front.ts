import { readFileSync } from "node:fs";
import { request as httpRequest, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import * as z from "zod";
import { subprotocol } from "../../contract/web-socket.ts";
import { type Behavior, Distribution } from "../cloudfront/distribution.ts";

/** The parts of a deployment to an emulator that the front needs. */
export const Application = z.object({
  restApiId: z.string(),
  webSocketApiId: z.string(),
  bucket: z.string(),
});
export type Application = z.infer<typeof Application>;

export interface Deployed {
  application: Application;
  /** The folder of the page's files. */
  site: string;
  /** The folder of the distribution's functions (`infra/edge/`). */
  code: string;
}

/**
 * Forwards a request to another server, at a path that may differ.
 * @param host  the Host header, if it must differ from ours
 */
function pass(
  target: URL,
  request: IncomingMessage,
  response: ServerResponse,
  host = request.headers.host,
): Promise<void> {
  const { method } = request;
  const headers = { ...request.headers, host };
  return new Promise((resolve) => {
    response.on("close", resolve);
    const onward = httpRequest(target, { method, headers }, (answer) =>
      answer.pipe(response.writeHead(answer.statusCode ?? 502, answer.headers)),
    );
    onward.on("error", () => (response.headersSent ? response.destroy() : response.writeHead(502).end()));
    request.pipe(onward);
  });
}

/**
 * Forwards an upgrade. AWS takes the subprotocol from the answer of `$connect`. MiniStack does not, and clients would
 * give up without one, so the front adds it.
 */
async function passUpgrade(
  target: URL,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<void> {
  const onward = connect(Number(target.port || 80), target.hostname, () => {
    const lines = [`GET ${target.pathname}${target.search} HTTP/1.1`];
    for (let at = 0; at < request.rawHeaders.length; at += 2) {
      lines.push(`${request.rawHeaders[at]}: ${request.rawHeaders[at + 1]}`);
    }
    onward.write(`${lines.join("\r\n")}\r\n\r\n`);
    onward.write(head);
    socket.pipe(onward);
    onward.once("data", (first: Buffer) => {
      const text = first.toString("latin1");
      const accepted = /^sec-websocket-protocol:/im.test(text)
        ? text
        : text.replace(/^HTTP\/1.1 101[^\r]*\r\n/, `$&Sec-WebSocket-Protocol: ${subprotocol}\r\n`);
      socket.write(Buffer.from(accepted, "latin1"));
      onward.pipe(socket);
    });
  });
  for (const [end, other] of [
    [socket, onward],
    [onward, socket],
  ] as const) {
    end.on("error", () => end.destroy()).on("close", () => other.destroy());
  }
}

/** Builds the distribution's behaviours for an application whose APIs and bucket are in another emulator. */
function behaviorsOf(
  endpoint: string,
  { application: { restApiId, webSocketApiId, bucket }, site, code }: Deployed,
): Behavior[] {
  const api = (id: string, url = "") => new URL(`/_aws/execute-api/${id}${url}`, endpoint);
  // The host name that signed URLs contain. CloudFront sends it to its origin as well.
  const bucketHost = `${bucket}.s3.us-east-1.amazonaws.com`;
  const plain = {
    methods: ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"],
    isCompressed: false,
    originHeaders: {},
    viewerRequest: undefined,
    responseHeaders: {},
  };
  return [
    {
      ...plain,
      pathPattern: "/api/*",
      viewerRequest: readFileSync(join(code, "viewer.js"), "utf8"),
      origin: {
        type: "server",
        handle: (request, response) => pass(api(restApiId, request.url), request, response),
      },
    },
    {
      ...plain,
      pathPattern: "/ws",
      viewerRequest: readFileSync(join(code, "viewer.js"), "utf8"),
      origin: {
        type: "websocket",
        handleUpgrade: (request, socket, head) =>
          passUpgrade(api(webSocketApiId, request.url), request, socket, head),
      },
    },
    {
      ...plain,
      pathPattern: "/files/*",
      viewerRequest: readFileSync(join(code, "upload-forms.js"), "utf8"),
      origin: {
        type: "server",
        handle: (request, response) =>
          pass(new URL(request.url ?? "", endpoint), request, response, bucketHost),
      },
    },
    {
      ...plain,
      pathPattern: "*",
      methods: ["GET", "HEAD"],
      isCompressed: true,
      viewerRequest: readFileSync(join(code, "page-routes.js"), "utf8"),
      origin: {
        type: "files",
        uploads: [{ folder: site, contains: () => true, cacheControl: undefined }],
      },
    },
  ];
}

/**
 * One origin in front of the page and an emulator's APIs, as CloudFront is on AWS.
 * @param endpoint  the emulator's address
 * @param deployed  returns the current deployment, or undefined before the first one
 */
export function createFront(endpoint: string, deployed: () => Deployed | undefined): Server {
  const distribution = new Distribution();
  let served: string | undefined;
  const update = () => {
    const now = deployed();
    if (!now || JSON.stringify(now) === served) return;
    served = JSON.stringify(now);
    distribution.configure(behaviorsOf(endpoint, now));
  };
  const server = distribution.createServer();
  for (const event of ["request", "upgrade"]) server.prependListener(event, update);
  return server;
}
