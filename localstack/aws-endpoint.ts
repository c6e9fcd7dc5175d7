import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout } from "node:timers/promises";
import type { ManagementApi } from "./apigateway/management-api.ts";
import type { Faults, ServiceCall } from "./faults.ts";
import type { Kms } from "./kms/kms.ts";
import type { InvokeApi } from "./lambda/invoke-api.ts";
import { listen } from "./listen.ts";
import { headerIn, type PlainAnswer, type PlainPost, plainPostServer } from "./plain-posts.ts";
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

/** A complete request, however it was read. */
interface AwsRequest {
  method: string;
  /** Without the query. The path of a signed request is escaped already, and stays so. */
  pathname: string;
  /** The value of a header by its lower-case name. */
  header(name: string): string | undefined;
  body: Buffer;
}

/** Finds the service that a request addresses. */
function route(
  services: Services,
  { method, pathname, header, body }: AwsRequest,
): ServiceCall & { run: Run } {
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
  const [target = "", operation = ""] = (header("x-amz-target") ?? "").split(".");
  switch (target) {
    case "TrentService":
      return { service: "kms", operation, run: json((input) => services.kms.serve(operation, input)) };
    case "AmazonSQS":
      return { service: "sqs", operation, run: json((input) => services.sqs.serve(operation, input)) };
  }
  const invoked = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(pathname)?.[1];
  if (method === "POST" && invoked !== undefined) {
    const type = header("x-amz-invocation-type") ?? "RequestResponse";
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
async function serve(services: Services, faults: Faults, request: AwsRequest): Promise<Answer | undefined> {
  const { run, ...call } = route(services, request);
  const fault = faults.decide(call, request.body);
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

const errorAnswer = (error: unknown): Answer => {
  const { status, name, message } =
    error instanceof ServiceError ? error : new ServiceError(500, "InternalFailure", String(error));
  return { status, headers: { "x-amzn-errortype": name }, body: { __type: name, message } };
};

/** Handles a call. @returns undefined if the connection must break. Never rejects */
const answerTo = (
  services: Services,
  faults: Faults,
  request: AwsRequest,
): Promise<PlainAnswer | undefined> =>
  serve(services, faults, request)
    .catch(errorAnswer)
    .then(
      (answer) =>
        answer && {
          status: answer.status,
          headers: { "content-type": "application/x-amz-json-1.1", ...answer.headers },
          text: answer.body === undefined ? "" : JSON.stringify(answer.body),
        },
    );

/** Sends an answer with its length, as AWS does. Without the length, Node would send it in chunks. */
const send = (response: ServerResponse, { status, headers, text }: PlainAnswer) =>
  response
    .writeHead(status, {
      ...headers,
      // RFC 9110, section 8.6
      ...(status !== 204 && { "content-length": Buffer.byteLength(text) }),
    })
    .end(text);

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
  ownPort: number,
  host = "127.0.0.1",
): Promise<{ url: string; close(): void }> {
  const http = createServer((request, response) => {
    // The client has left.
    const left = () => void response.destroy();
    // S3 calls name the service only in their signature.
    if (request.headers.authorization?.includes("/s3/aws4_request")) {
      readBody(request).then((body) => services.s3.serveClient(request, body, response), left);
      return;
    }
    if (request.method === "GET" && serveOutbox(services.ses, request, response)) return;
    readBody(request)
      .then((body) => answerTo(services, faults, requestOf(request, body)))
      .then((answer) => (answer ? void send(response, answer) : left()), left);
  });
  http.keepAliveTimeout = 60_000;
  const { server, closeAllConnections } = plainPostServer(http, ({ path, head, body }: PlainPost) =>
    answerTo(services, faults, {
      method: "POST",
      pathname: path,
      header: (name) => headerIn(head, name),
      body,
    }),
  );
  const port = await listen(server, ownPort, host);
  return {
    url: `http://${host}:${port}`,
    close: () => {
      server.close();
      closeAllConnections();
    },
  };
}

const requestOf = (request: IncomingMessage, body: Buffer): AwsRequest => ({
  method: request.method ?? "",
  pathname: pathOf(request),
  header: (name) => request.headers[name]?.toString(),
  body,
});
