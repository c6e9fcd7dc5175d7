import { createServer, type Server } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { listen } from "../listen.ts";
import { testFunction } from "../testing/functions.ts";
import { Authorizer } from "./authorizer.ts";
import { resourcePath } from "./resources.ts";
import { RestApi, type RestApiConfiguration, type RestMethod } from "./rest-api.ts";

let server: Server | undefined;
afterEach(() => server?.close());

/** Starts an API with one resource, `/things/{id}`. Returns a function that calls it. */
async function serve(
  { needsKey = false, ...method }: Omit<RestMethod, "needsKey"> & { needsKey?: boolean },
  gatewayResponses = new Map(),
  options: Partial<RestApiConfiguration> = {},
) {
  const resources = [
    { ...resourcePath("/things/{id}"), methods: new Map([["ANY", { ...method, needsKey }]]) },
  ];
  const api = new RestApi({
    apiId: "api1",
    stage: "v1",
    resources,
    gatewayResponses,
    keys: new Set(["the key"]),
    ...options,
  });
  server = createServer((request, response) => void api.handle(request, response));
  const port = await listen(server, 0, "127.0.0.1");
  return (path: string, options: RequestInit = {}) => fetch(`http://127.0.0.1:${port}${path}`, options);
}

describe("A proxy integration", () => {
  test("receives the request as API Gateway describes it", async () => {
    const call = await serve({
      integration: testFunction("async (event) => ({ statusCode: 200, body: JSON.stringify(event) })"),
    });
    const response = await call("/v1/things/a%20b?x=1&x=2&y=%C3%A9", {
      method: "POST",
      body: "text",
      headers: { "X-Custom": "v" },
    });
    const requestId = response.headers.get("x-amzn-requestid");
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(await response.json()).toMatchObject({
      resource: "/things/{id}",
      path: "/things/a%20b",
      httpMethod: "POST",
      pathParameters: { id: "a b" },
      queryStringParameters: { x: "2", y: "é" },
      multiValueQueryStringParameters: { x: ["1", "2"], y: ["é"] },
      body: "text",
      isBase64Encoded: false,
      requestContext: {
        stage: "v1",
        apiId: "api1",
        path: "/v1/things/a%20b",
        resourcePath: "/things/{id}",
        requestId,
      },
    });
  });

  test("answers with its status, headers, cookies and binary body", async () => {
    const call = await serve({
      integration: testFunction(`async () => ({ statusCode: 418, headers: { "X-One": 1 },
        multiValueHeaders: { "Set-Cookie": ["a=1", "b=2"] }, body: "aGk=", isBase64Encoded: true })`),
    });
    const response = await call("/v1/things/1");
    expect([response.status, response.headers.get("x-one"), await response.text()]).toEqual([418, "1", "hi"]);
    expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  });

  test("that throws or does not return a response becomes 502 Internal server error", async () => {
    for (const handler of [
      "async () => { throw new Error('secret'); }",
      "async () => 'nothing'",
      "async () => ({})",
    ]) {
      const call = await serve({ integration: testFunction(handler) });
      const response = await call("/v1/things/1");
      expect([response.status, await response.json()]).toEqual([502, { message: "Internal server error" }]);
      server?.close();
    }
  });
});

test("An unknown resource or stage returns 403, unless the template customizes the response", async () => {
  const missing = {
    status: 404,
    headers: { "content-type": "text/plain" },
    body: "$context.error.responseType",
  };
  const integration = testFunction("async () => ({ statusCode: 200 })");
  const plain = await serve({ integration });
  expect(await (await plain("/v1/other")).json()).toEqual({ message: "Missing Authentication Token" });
  expect((await plain("/other/things/1")).status).toBe(403);
  server?.close();
  const customized = await serve({ integration }, new Map([["MISSING_AUTHENTICATION_TOKEN", missing]]));
  const response = await customized("/v1/other");
  expect([response.status, await response.text()]).toEqual([404, "MISSING_AUTHENTICATION_TOKEN"]);
});

describe("An authorizer", () => {
  const policy = (effect: string, resource = "event.methodArn") => `async (event) => {
    if (event.authorizationToken === "bad") throw new Error("Unauthorized");
    if (event.authorizationToken === "broken") throw new Error("anything else");
    return { principalId: "me", context: { n: 7, calls: ++globalThis.calls || (globalThis.calls = 1) },
      policyDocument: { Version: "2012-10-17", Statement: [{ Action: "execute-api:Invoke", Effect: "${effect}", Resource: ${resource} }] } };
  }`;
  const echo =
    "async (event) => ({ statusCode: 200, body: JSON.stringify(event.requestContext.authorizer) })";

  async function guarded(handler: string, ttlMs = 60_000, validation?: RegExp) {
    const authorizer = new Authorizer(testFunction(handler), ttlMs);
    return serve({
      integration: testFunction(echo),
      authorizer: { authorizer, ...(validation && { validation }) },
    });
  }
  const withToken = (authorization: string) => ({ headers: { authorization } });

  test("passes its context to the integration with every value as a string", async () => {
    const call = await guarded(policy("Allow"));
    const context = await (await call("/v1/things/1", withToken("good"))).json();
    expect(context).toMatchObject({ principalId: "me", n: "7", calls: "1" });
  });

  test("is called once per token while the result is cached", async () => {
    const call = await guarded(policy("Allow", '"*"'));
    for (const _ of [1, 2, 3]) {
      expect(await (await call("/v1/things/1", withToken("good"))).json()).toMatchObject({ calls: "1" });
    }
    expect(await (await call("/v1/things/1", withToken("other"))).json()).toMatchObject({ calls: "2" });
  });

  test("whose cached policy names one method denies another one, because the token alone is the cache's key", async () => {
    const call = await guarded(policy("Allow"));
    expect((await call("/v1/things/1", withToken("good"))).status).toBe(200);
    expect((await call("/v1/things/2", withToken("good"))).status).toBe(403);
  });

  test("is called for each request if its results have no time to live", async () => {
    const call = await guarded(policy("Allow", '"*"'), 0);
    await call("/v1/things/1", withToken("good"));
    expect(await (await call("/v1/things/1", withToken("good"))).json()).toMatchObject({ calls: "2" });
  });

  test("answers 401 to a refusal, 403 to a denial, and 500 to a failure", async () => {
    const call = await guarded(policy("Allow"), 0, /^\w+$/);
    const status = async (authorization: string) =>
      (await call("/v1/things/1", withToken(authorization))).status;
    expect((await call("/v1/things/1")).status).toBe(401);
    expect(await status("not valid!")).toBe(401);
    expect(await status("bad")).toBe(401);
    expect(await status("broken")).toBe(500);
    server?.close();
    const denying = await guarded(policy("Deny"));
    expect((await denying("/v1/things/1", withToken("good"))).status).toBe(403);
  });
});

describe("A method that needs an API key", () => {
  const integration = () => testFunction("async () => ({ statusCode: 200, body: 'reached' })");

  test("is invoked only with a key of the stage's usage plans", async () => {
    const call = await serve({ integration: integration(), needsKey: true });
    expect((await call("/v1/things/1")).status).toBe(403);
    expect((await call("/v1/things/1", { headers: { "x-api-key": "another" } })).status).toBe(403);
    expect(await (await call("/v1/things/1", { headers: { "x-api-key": "the key" } })).text()).toBe(
      "reached",
    );
  });
});

describe("A response", () => {
  test("is compressed from the minimum size on, if the client accepts Gzip", async () => {
    const integration = testFunction(
      "async ({ path }) => ({ statusCode: 200, body: 'x'.repeat(Number(path.slice(8))) })",
    );
    const call = await serve({ integration }, new Map(), { minimumCompressionSize: 100 });
    const encodingOf = async (bytes: number, accepted: string) => {
      const response = await call(`/v1/things/${bytes}`, { headers: { "accept-encoding": accepted } });
      expect((await response.text()).length).toBe(bytes);
      return response.headers.get("content-encoding");
    };
    expect(await encodingOf(100, "gzip, deflate, br")).toBe("gzip");
    expect(await encodingOf(100, "deflate")).toBe("deflate");
    expect(await encodingOf(99, "gzip")).toBeNull();
    expect(await encodingOf(100, "br")).toBeNull();
  });
});
