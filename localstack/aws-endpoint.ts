import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout } from "node:timers/promises";
import type { ManagementApi } from "./apigateway/management-api.ts";
import type { Faults, ServiceCall } from "./faults.ts";
import type { Kms } from "./kms/kms.ts";
import type { InvokeApi } from "./lambda/invoke-api.ts";
import { listen } from "./listen.ts";
import type { DataApi } from "./rds-data/data-api.ts";
import { pathOf } from "./request-path.ts";
import type { S3 } from "./s3/s3.ts";
import { ServiceError } from "./service-error.ts";
import { outboxPage } from "./ses/outbox-page.ts";
import type { Ses } from "./ses/ses.ts";
import type { Sqs } from "./sqs/sqs.ts";

/** The emulated services that functions call. */
export interface Services {
  dataApi: DataApi;
  kms: Kms;
  sqs: Sqs;
  management: ManagementApi;
  s3: S3;
  ses: Ses;
  lambda: InvokeApi;
}

interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}
type Run = () => Promise<Answer>;

/**
 * Reads a request's body. Listens to events, which take less time than an asynchronous iterator.
 *
 * @throws the error of a connection that ends too early
 */
const readBody = (request: IncomingMessage): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => resolve(Buffer.concat(chunks)));
    request.on("error", reject);
  });

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString() || "{}");
  } catch {
    throw new ServiceError(400, "SerializationException", "The body is not JSON");
  }
}

/** A request and the service that it addresses. */
function route(services: Services, request: IncomingMessage, body: Buffer): ServiceCall & { run: Run } {
  // The path of a signed request is escaped already. A URL parser would only take time.
  const pathname = pathOf(request);
  const method = request.method ?? "";
  const connection = /^\/execute-api\/([^/]+)\/([^/]+)\/@connections\/(.+)$/.exec(pathname);
  if (connection) {
    const [, apiId = "", stage = "", id = ""] = connection;
    const address = { apiId, stage, id: decodeURIComponent(id) };
    return {
      service: "connections",
      operation: method,
      run: () => services.management.serve(method, address, body),
    };
  }
  const json = (run: (input: unknown) => object | Promise<object>): Run => {
    return async () => ({ status: 200, body: await run(parseJson(body)) });
  };
  const [target = "", operation = ""] = String(request.headers["x-amz-target"] ?? "").split(".");
  switch (target) {
    case "TrentService":
      return { service: "kms", operation, run: json((input) => services.kms.serve(operation, input)) };
    case "AmazonSQS":
      return { service: "sqs", operation, run: json((input) => services.sqs.serve(operation, input)) };
  }
  const invoked = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(pathname)?.[1];
  if (method === "POST" && invoked !== undefined) {
    const type = String(request.headers["x-amz-invocation-type"] ?? "RequestResponse");
    return {
      service: "lambda",
      operation: "Invoke",
      run: async () => {
        const { payload, functionError } = await services.lambda.invoke(
          decodeURIComponent(invoked),
          type,
          parseJson(body),
        );
        return {
          status: 200,
          ...(functionError && { headers: { "x-amz-function-error": functionError } }),
          body: payload ?? null,
        };
      },
    };
  }
  if (method === "POST" && pathname === "/v2/email/outbound-emails") {
    return {
      service: "ses",
      operation: "SendEmail",
      run: json((input) => services.ses.send(input)),
    };
  }
  if (method === "POST" && /^\/\w+$/.test(pathname)) {
    const name = pathname.slice(1);
    return {
      service: "rds-data",
      operation: name,
      run: json((input) => services.dataApi.serve(name, input)),
    };
  }
  throw new ServiceError(404, "UnknownOperationException", "No such service here");
}

/** Handles a call, unless a fault replaces it. @returns undefined if the connection must break */
async function serve(
  services: Services,
  faults: Faults,
  request: IncomingMessage,
): Promise<Answer | undefined> {
  const body = await readBody(request);
  const { run, ...call } = route(services, request, body);
  const fault = faults.decide(call, body);
  switch (fault?.kind) {
    case undefined:
      return run();
    case "refuse":
      throw new ServiceError(fault.status, fault.name, "An injected fault");
    case "delay":
      await setTimeout(fault.ms);
      return run();
    case "drop":
      return undefined;
    case "lose answer":
      await run();
      return undefined;
    case "duplicate":
      await run();
      return run();
    case "swallow":
      return { status: 200, body: {} };
  }
}

/** Sends an answer with its length, as AWS does. Without the length, Node would send it in chunks. */
function send(response: ServerResponse, { status, headers, body }: Answer): void {
  const text = body === undefined ? "" : JSON.stringify(body);
  response
    .writeHead(status, {
      "content-type": "application/x-amz-json-1.1",
      // RFC 9110, section 8.6
      ...(status !== 204 && { "content-length": Buffer.byteLength(text) }),
      ...headers,
    })
    .end(text);
}

function sendError(response: ServerResponse, error: unknown): void {
  const { status, name, message } =
    error instanceof ServiceError ? error : new ServiceError(500, "InternalFailure", String(error));
  send(response, { status, headers: { "x-amzn-errortype": name }, body: { __type: name, message } });
}

/**
 * Shows the sent e-mails, as a page and as JSON in LocalStack's format. @returns whether the request asked
 * for them
 */
function serveOutbox(ses: Ses, request: IncomingMessage, response: ServerResponse): boolean {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://aws");
  const mails = ses.sent(searchParams.get("to") ?? undefined);
  if (pathname === "/outbox") {
    response
      .writeHead(200, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" })
      .end(outboxPage(mails));
    return true;
  }
  if (pathname === "/_aws/ses") {
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ messages: mails }));
    return true;
  }
  return false;
}

/**
 * One address for all AWS services of the local stack. It does not check signatures: on loopback, a program
 * that reaches it could read the database's files as well.
 * @param host  the address to listen on, if not loopback, for containers
 */
export async function startAwsEndpoint(
  services: Services,
  faults: Faults,
  port: number,
  host = "127.0.0.1",
): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    // S3 calls name the service only in their signature.
    if (request.headers.authorization?.includes("/s3/aws4_request")) {
      readBody(request).then(
        (body) => services.s3.serveClient(request, body, response),
        // The client has left.
        () => response.destroy(),
      );
      return;
    }
    if (request.method === "GET" && serveOutbox(services.ses, request, response)) return;
    serve(services, faults, request).then(
      (answer) => {
        if (answer) send(response, answer);
        else response.destroy();
      },
      (error) => sendError(response, error),
    );
  });
  server.keepAliveTimeout = 60_000;
  return { url: `http://${host}:${await listen(server, port, host)}`, server };
}
