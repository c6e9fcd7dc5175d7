import { readFileSync } from "node:fs";
import { request as httpRequest, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import * as z from "zod";
import { subprotocol } from "../../contract/web-socket.ts";
import { type Behavior, Distribution } from "../cloudfront/distribution.ts";

/** What is deployed to an emulator, as a front of it needs to know. */
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
  /** The folder of the distribution's functions (`infra/`). */
  code: string;
}

/**
 * Sends a request on to another server, at a path that may be another one there.
 * @param host  by what name it is asked, if not as we were
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
 * Sends an upgrade on. AWS takes the subprotocol from what `$connect` answers; MiniStack takes none, and clients would
 * give up: it is said for it, where it does not say it.
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

/** Where the distribution of an application leads to, whose APIs and bucket somebody else's emulator has. */
function behaviorsOf(
  endpoint: string,
  { application: { restApiId, webSocketApiId, bucket }, site, code }: Deployed,
): Behavior[] {
  const api = (id: string, url = "") => new URL(`/_aws/execute-api/${id}${url}`, endpoint);
  // By the name for which addresses are signed, as CloudFront asks its origin.
  const bucketHost = `${bucket}.s3.us-east-1.amazonaws.com`;
  const plain = { viewerRequest: undefined, responseHeaders: {} };
  return [
    {
      ...plain,
      pathPattern: "/api/*",
      origin: {
        type: "server",
        handle: (request, response) => pass(api(restApiId, request.url), request, response),
      },
    },
    {
      ...plain,
      pathPattern: "/ws",
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
      viewerRequest: readFileSync(join(code, "page-routes.js"), "utf8"),
      origin: { type: "files", folder: site, cacheControl: undefined },
    },
  ];
}

/**
 * One origin in front of an emulator's APIs and of the page, as CloudFront is in front of AWS's.
 * @param endpoint  where the emulator is
 * @param deployed  what is deployed now; undefined before anything is
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
