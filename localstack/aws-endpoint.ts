import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { ManagementApi } from "./apigateway/management-api.ts";
import type { Kms } from "./kms/kms.ts";
import { listen } from "./listen.ts";
import type { DataApi } from "./rds-data/data-api.ts";
import { ServiceError } from "./service-error.ts";

/** The AWS services that the functions call, by how a request names them. */
export interface Services {
  dataApi: DataApi;
  kms: Kms;
  management: ManagementApi;
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString() || "{}");
  } catch {
    throw new ServiceError(400, "SerializationException", "The body is not JSON");
  }
}

async function serve(
  services: Services,
  request: IncomingMessage,
): Promise<{ status: number; body?: object }> {
  const { pathname } = new URL(request.url ?? "/", "http://aws");
  const body = await readBody(request);
  const connection = /^\/execute-api\/([^/]+)\/([^/]+)\/@connections\/(.+)$/.exec(pathname);
  if (connection) {
    const [, apiId = "", stage = "", id = ""] = connection;
    return services.management.serve(
      request.method ?? "",
      { apiId, stage, id: decodeURIComponent(id) },
      body,
    );
  }
  const target = request.headers["x-amz-target"];
  if (typeof target === "string" && target.startsWith("TrentService.")) {
    return { status: 200, body: services.kms.serve(target.slice("TrentService.".length), parseJson(body)) };
  }
  if (request.method === "POST" && /^\/\w+$/.test(pathname)) {
    return { status: 200, body: await services.dataApi.serve(pathname.slice(1), parseJson(body)) };
  }
  throw new ServiceError(404, "UnknownOperationException", "No such service here");
}

function sendError(response: ServerResponse, error: unknown): void {
  const known =
    error instanceof ServiceError ? error : new ServiceError(500, "InternalFailure", String(error));
  response
    .writeHead(known.status, { "content-type": "application/x-amz-json-1.1", "x-amzn-errortype": known.name })
    .end(JSON.stringify({ __type: known.name, message: known.message }));
}

/**
 * One address for all AWS services of the local stack, on loopback only. Signatures are not checked: whoever
 * runs a program on this machine could read the database's files as well.
 */
export async function startAwsEndpoint(
  services: Services,
  port: number,
): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    serve(services, request).then(
      ({ status, body }) =>
        response
          .writeHead(status, { "content-type": "application/x-amz-json-1.1" })
          .end(body === undefined ? "" : JSON.stringify(body)),
      (error) => sendError(response, error),
    );
  });
  server.keepAliveTimeout = 60_000;
  return { url: `http://127.0.0.1:${await listen(server, port, "127.0.0.1")}`, server };
}
