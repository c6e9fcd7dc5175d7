import type { APIGatewayProxyEvent } from "aws-lambda";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { SessionId, UserId } from "../../../contract/ids.ts";
import { correlation } from "../observability/correlation.ts";
import { NotFound } from "../problems/refusal.ts";
import { NotSignedIn, RateLimited } from "../problems/refusals.ts";
import { type Answer, type Caller, ok, restFunction } from "./rest-function.ts";

const ada = UserId.parse("00000000-0000-4000-8000-000000000001");
const sessionId = SessionId.parse("00000000-0000-4000-8000-0000000000d1");
const conversationId = "00000000-0000-4000-8000-000000000002";

class Missing extends NotFound {
  readonly code = "user-not-found";
}

const requests: unknown[] = [];
const written: string[] = [];
vi.spyOn(process.stdout, "write").mockImplementation((text) => {
  written.push(String(text));
  return true;
});
/** What the handler does with a request. */
let handle: () => Answer | Promise<Answer>;
let position: () => Promise<string | undefined>;
/** Refuses callers with a valid token. */
let admit: (caller: Caller) => void;

const record = (request: unknown) => {
  requests.push(request);
  return handle();
};
const handler = restFunction<"getMe" | "updateSettings" | "listConversations" | "jwks">(
  { position: () => position() },
  { getMe: record, updateSettings: record, listConversations: record, jwks: record },
  async (caller) => admit(caller),
);

beforeEach(() => {
  requests.length = written.length = 0;
  handle = () => ok({ fine: true });
  position = async () => undefined;
  admit = () => {};
});

const inAnHour = String(Math.floor(Date.now() / 1_000) + 3_600);

/** The caller's address. Everything else is for APIs that use AWS's own identities. */
const identity: APIGatewayProxyEvent["requestContext"]["identity"] = {
  accessKey: null,
  accountId: null,
  apiKey: null,
  apiKeyId: null,
  caller: null,
  clientCert: null,
  cognitoAuthenticationProvider: null,
  cognitoAuthenticationType: null,
  cognitoIdentityId: null,
  cognitoIdentityPoolId: null,
  principalOrgId: null,
  sourceIp: "192.0.2.1",
  user: null,
  userAgent: null,
  userArn: null,
};

/** An event of API Gateway with Ada's token. */
const event = (
  method: string,
  resource: string,
  change: Partial<APIGatewayProxyEvent> = {},
  authorizer = {},
): APIGatewayProxyEvent => ({
  httpMethod: method,
  resource,
  path: resource,
  headers: {},
  multiValueHeaders: {},
  body: null,
  isBase64Encoded: false,
  pathParameters: null,
  queryStringParameters: null,
  multiValueQueryStringParameters: null,
  stageVariables: null,
  requestContext: {
    accountId: "111122223333",
    apiId: "api",
    protocol: "HTTP/1.1",
    stage: "api",
    httpMethod: method,
    path: resource,
    resourceId: "resource",
    resourcePath: resource,
    requestId: "request-1",
    requestTimeEpoch: 0,
    identity,
    authorizer: { principalId: ada, sessionId, expiresAt: inAnHour, ...authorizer },
  },
  ...change,
});

const settings = (body: string | null, change: Partial<APIGatewayProxyEvent> = {}) =>
  event("PATCH", "/conversations/{id}/settings", { pathParameters: { id: conversationId }, body, ...change });

const problemIn = ({ body }: { body: string }) => JSON.parse(body);

describe("A REST function", () => {
  test("calls the route's handler with the caller and the parsed parts, and responds with JSON", async () => {
    const answer = await handler(settings('{"isPinned":true}', { headers: { "User-Agent": "test" } }));
    expect(requests).toEqual([
      expect.objectContaining({
        params: { id: conversationId },
        body: { isPinned: true },
        query: undefined,
        userId: ada,
        sessionId,
        userAgent: "test",
        address: "192.0.2.1",
        language: "en",
        cookies: {},
      }),
    ]);
    expect(answer).toMatchObject({
      statusCode: 200,
      headers: { "content-type": "application/json", "cache-control": "no-store" },
      body: '{"fine":true}',
    });
  });

  test("decodes a body in Base64, and reads the query and the language", async () => {
    const body = Buffer.from('{"isPinned":false}').toString("base64");
    await handler(settings(body, { isBase64Encoded: true, headers: { "accept-language": "de" } }));
    expect(requests[0]).toMatchObject({ body: { isPinned: false }, language: "de" });
    await handler(event("GET", "/conversations", { queryStringParameters: { limit: "7" } }));
    expect(requests[1]).toMatchObject({ query: { limit: 7 } });
  });

  test("sets several cookies", async () => {
    handle = () => ({ status: 204, cookies: ["a=1", "b=2"] });
    const { multiValueHeaders } = await handler(event("GET", "/users/me"));
    expect(multiValueHeaders).toEqual({ "set-cookie": ["a=1", "b=2"] });
  });

  test("reads cookies, whose values may contain an equals sign", async () => {
    await handler(event("GET", "/.well-known/jwks.json", { headers: { cookie: "a=1; b=2=3; broken; =4" } }));
    expect(requests[0]).toMatchObject({ cookies: { a: "1", b: "2=3" }, userId: undefined });
  });

  test("sends text as it is, an empty body where the handler returns none, and the handler's headers", async () => {
    handle = () => ({ status: 200, body: "<p>", headers: { "content-type": "text/html" } });
    expect(await handler(event("GET", "/users/me"))).toMatchObject({
      headers: { "content-type": "text/html", "cache-control": "no-store" },
      body: "<p>",
    });
    handle = () => ({ status: 204 });
    const empty = await handler(event("GET", "/users/me"));
    expect([empty.statusCode, empty.body]).toEqual([204, ""]);
    expect(empty.headers).not.toHaveProperty("content-type");
  });

  test.each([
    ["without a token", { principalId: undefined }],
    ["with a token that expired while API Gateway remembered it", { expiresAt: "1000" }],
    ["with an id that is no user's", { principalId: "ada" }],
  ])("refuses a call %s", async (_, authorizer) => {
    const answer = await handler(event("GET", "/users/me", {}, authorizer));
    expect([answer.statusCode, problemIn(answer).code]).toEqual([401, "not-signed-in"]);
    expect(requests).toEqual([]);
  });

  test("refuses a call with a valid token whose session has ended, before it parses the request", async () => {
    const callers: Caller[] = [];
    admit = (caller) => {
      callers.push(caller);
      throw new NotSignedIn();
    };
    expect(problemIn(await handler(settings("garbage"))).code).toBe("not-signed-in");
    expect(callers).toEqual([{ userId: ada, sessionId }]);
    expect(requests).toEqual([]);
  });

  test("answers public routes without a token", async () => {
    const answer = await handler(event("GET", "/.well-known/jwks.json", {}, { principalId: undefined }));
    expect(answer.statusCode).toBe(200);
  });

  test.each([
    [settings('{"isPinned":"yes"}'), "invalid-request", ["isPinned"]],
    [settings('{"isPinned":tru'), "invalid-json", undefined],
    [settings(null), "invalid-json", undefined],
    [settings('{"isPinned":true}', { pathParameters: { id: "1" } }), "invalid-request", ["id"]],
    [event("GET", "/conversations", { queryStringParameters: { limit: "x" } }), "invalid-request", ["limit"]],
  ])("names the fields at fault of an invalid request (%#)", async (invalid, code, paths) => {
    const answer = await handler(invalid);
    expect(answer).toMatchObject({
      statusCode: 400,
      headers: { "content-type": "application/problem+json", "cache-control": "no-store" },
    });
    const problem = problemIn(answer);
    expect(problem.code).toBe(code);
    expect(problem.errors?.map(({ path }: { path: string }) => path)).toEqual(paths);
    expect(requests).toEqual([]);
  });

  test("maps a refusal to its problem, with a header that names the seconds to wait", async () => {
    handle = () => {
      throw new RateLimited(2.1);
    };
    const answer = await handler(event("GET", "/users/me"));
    expect(answer).toMatchObject({ statusCode: 429, headers: { "retry-after": "3" } });
    handle = async () => {
      throw new Missing("There is no such person.");
    };
    const missing = await handler(event("GET", "/users/me"));
    expect(problemIn(missing)).toMatchObject({ status: 404, detail: "There is no such person." });
    expect(missing.headers).not.toHaveProperty("retry-after");
  });

  test("logs an unexpected error under the request's id, and reveals only the id", async () => {
    handle = () => {
      throw new TypeError("secret");
    };
    const answer = await handler(event("GET", "/users/me"));
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain("secret");
    expect(problemIn(answer).instance).toBe("request-1");
    expect(JSON.parse(written[0] ?? "")).toMatchObject({ message: "secret", correlationId: "request-1" });
  });

  test.each([
    ["of the viewer, which the edge adds", { "X-Viewer-Address": "203.0.113.7" }, "203.0.113.7"],
    ["of the connection without an edge", {}, "192.0.2.1"],
  ])("logs each request without its parameters, with the address %s", async (_case, headers, address) => {
    await handler(settings('{"isPinned":true}', { headers }));
    expect(written.map((line) => JSON.parse(line))).toEqual([
      {
        level: "info",
        what: "request",
        correlationId: "request-1",
        requestId: "request-1",
        method: "PATCH",
        route: "/conversations/{id}/settings",
        status: 200,
        address,
      },
    ]);
  });

  test("answers 404 for a route that it does not serve", async () => {
    for (const unknown of [event("POST", "/users/me"), event("GET", "/search")]) {
      expect(problemIn(await handler(unknown)).code).toBe("route-not-found");
    }
  });
});

describe("The correlation id", () => {
  test.each([
    ["client-1", "client-1"],
    ["no\nline", "request-1"],
    ["x".repeat(65), "request-1"],
    [undefined, "request-1"],
  ])("of a request with %j is %j", async (sent, expected) => {
    let seen: string | undefined;
    handle = () => {
      seen = correlation()?.correlationId;
      return ok({});
    };
    await handler(event("GET", "/users/me", { headers: { "X-Correlation-Id": sent } }));
    expect(seen).toBe(expected);
  });
});

describe("The database position", () => {
  test("goes with each successful response, unless it is unknown", async () => {
    position = async () => "17";
    expect((await handler(event("GET", "/users/me"))).headers).toMatchObject({ "chatflow-position": "17" });
    position = () => Promise.reject(new Error("The database is away"));
    const answer = await handler(event("GET", "/users/me"));
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).not.toHaveProperty("chatflow-position");
  });

  test("of a request reaches the handlers of routes that read by position, and must be valid", async () => {
    const headers = { "chatflow-position": "12" };
    await handler(event("GET", "/conversations", { headers }));
    expect(requests[0]).toMatchObject({ since: "12" });
    await handler(event("GET", "/users/me", { headers }));
    expect(requests[1]).toMatchObject({ since: undefined });
    const invalid = await handler(
      event("GET", "/conversations", { headers: { "chatflow-position": "last week" } }),
    );
    expect(problemIn(invalid)).toMatchObject({ status: 400, errors: [{ path: "chatflow-position" }] });
  });
});
