import { createServer, type Server } from "node:http";
import { createConnection } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { listen } from "../listen.ts";
import { testFunction } from "../testing/functions.ts";
import { WebSocketApi } from "./websocket-api.ts";

const open: { server?: Server; api?: WebSocketApi } = {};
afterEach(async () => {
  await open.api?.close();
  open.server?.close();
});

/**
 * Starts an API whose routes all invoke a function with this handler.
 *
 * @returns a function that connects, the lines of the log, the API and its port
 */
async function serve(
  handler: string,
  { returnsResponse = true, needsKey = false, idleMs = 60_000, connectionMs = 60_000 } = {},
) {
  const log: string[] = [];
  const integration = testFunction(handler, {}, { line: (text) => log.push(text) });
  const route = { integration, returnsResponse, needsKey };
  const routes = new Map(["$connect", "$disconnect", "$default", "known"].map((key) => [key, route]));
  const api = new WebSocketApi(
    { apiId: "ws1", stage: "live", selector: "action", routes, keys: new Set(["the key"]) },
    { idleMs, connectionMs },
  );
  open.api = api;
  open.server = createServer();
  open.server.on("upgrade", (request, socket, head) => void api.handleUpgrade(request, socket, head));
  const port = await listen(open.server, 0, "127.0.0.1");
  const connect = async (path = "/live", headers = {}) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
    await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
    const closed = new Promise<number>((resolve) => socket.once("close", resolve));
    const ask = (text: string) =>
      new Promise<Record<string, unknown>>((resolve) => {
        socket.once("message", (data) => resolve(JSON.parse(String(data))));
        socket.send(text);
      });
    return { socket, closed, ask };
  };
  return { connect, log, api, port };
}

const echo =
  "async ({ requestContext, body }) => ({ statusCode: 200, body: JSON.stringify({ ...requestContext, body }) })";

test("A frame goes to the route that it names, and any other text to $default", async () => {
  const { connect } = await serve(echo);
  const { ask } = await connect();
  expect(await ask('{"action":"known"}')).toMatchObject({
    routeKey: "known",
    eventType: "MESSAGE",
    body: '{"action":"known"}',
  });
  for (const text of ['{"action":"other"}', '{"action":"$connect"}', '{"action":1}', "{}", "null", "[", ""]) {
    expect(await ask(text)).toMatchObject({ routeKey: "$default" });
  }
});

test("A function's error returns API Gateway's error frame, and the connection stays open", async () => {
  const { connect } = await serve(
    "async ({ requestContext: { eventType }, body }) => { if (eventType === 'MESSAGE' && body === 'fail') throw new Error('secret'); return { statusCode: 200, body: '{}' }; }",
  );
  const { ask } = await connect();
  const answer = await ask("fail");
  expect(answer.message).toBe("Internal server error");
  expect(Object.keys(answer).sort()).toEqual(["connectionId", "message", "requestId"]);
  expect(await ask("fine")).toEqual({});
});

test("A route without a response returns nothing", async () => {
  const { connect, api } = await serve(echo, { returnsResponse: false });
  const { ask } = await connect();
  const answer = ask("{}");
  const [id = ""] = api.connectionIds;
  api.push(id, Buffer.from('{"pushed":true}'));
  expect(await answer).toEqual({ pushed: true });
});

describe("$connect", () => {
  test("refuses the upgrade with its status unless that is 2xx, and $disconnect does not run", async () => {
    const { connect, log, api } = await serve("async () => ({ statusCode: 403 })");
    await expect(connect()).rejects.toThrow("403");
    expect(api.connectionIds).toEqual([]);
    expect(log.filter((line) => line.includes("$disconnect"))).toEqual([]);
  });

  test("refuses the upgrade with 500 if the function fails", async () => {
    const { connect } = await serve("async () => { throw new Error('broken'); }");
    await expect(connect()).rejects.toThrow("500");
  });

  test("refuses the upgrade with 403 for another stage", async () => {
    const { connect } = await serve(echo);
    await expect(connect("/other")).rejects.toThrow("403");
  });
});

describe("$disconnect", () => {
  const slowConnect =
    "async ({ requestContext: { eventType } }) => { if (eventType === 'CONNECT') await new Promise((resolve) => setTimeout(resolve, 100)); return { statusCode: 200 }; }";
  const upgrade = (key: string) =>
    `GET /live HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n${key}\r\n`;

  test("runs for a client that disconnects or half-closes during $connect, and for one without a WebSocket key", async () => {
    const { log, api, port } = await serve(slowConnect);
    const key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    const sockets = [upgrade(key), upgrade(key), upgrade("")].map((request) => {
      const socket = createConnection(port).on("error", () => {});
      socket.write(request);
      return socket;
    });
    await expect.poll(() => api.connectionIds.length).toBe(3);
    sockets[0]?.destroy();
    sockets[1]?.end();
    await expect.poll(() => disconnects(log)).toBe(3);
    expect(api.connectionIds).toEqual([]);
    for (const socket of sockets) socket.destroy();
  });

  const disconnects = (log: string[]) => log.filter((line) => line.includes("$disconnect")).length;

  test("runs once, however the connection closes", async () => {
    const { connect, log, api } = await serve(echo);
    const [polite, rude, closedByServer] = [await connect(), await connect(), await connect()];
    const [, , id = ""] = api.connectionIds;
    polite.socket.close();
    rude.socket.terminate();
    api.disconnect(id);
    expect(api.disconnect("no such connection")).toBe(false);
    await Promise.all([polite.closed, rude.closed, closedByServer.closed]);
    await expect.poll(() => disconnects(log)).toBe(3);
    expect(api.connectionIds).toEqual([]);
    expect(api.push(id, Buffer.from("{}"))).toBe("gone");
  });

  test("runs for all open connections when the API closes", async () => {
    const { connect, log, api } = await serve(echo);
    await Promise.all([connect(), connect()]);
    await api.close();
    expect(disconnects(log)).toBe(2);
  });
});

test("An idle connection closes with 1001, and so does an active one at its maximum age", async () => {
  const idle = await serve(echo, { idleMs: 100 });
  expect(await (await idle.connect()).closed).toBe(1001);
  await open.api?.close();
  open.server?.close();
  const busy = await serve(echo, { idleMs: 1_000, connectionMs: 1_500 });
  const started = Date.now();
  const { socket, closed } = await busy.connect();
  const talking = setInterval(() => socket.send("{}"), 50);
  expect(await closed).toBe(1001);
  clearInterval(talking);
  expect(Date.now() - started).toBeGreaterThan(1_400);
});

test("A push to a slow client is refused before the client's buffer fills the memory, and other clients stay fast", async () => {
  const { connect, api } = await serve(echo);
  const slow = await connect();
  slow.socket.pause();
  const [slowId = ""] = api.connectionIds;
  const chunk = Buffer.alloc(100 * 1024, "x");
  const outcomes = Array.from({ length: 400 }, () => api.push(slowId, chunk));
  expect(outcomes).toContain("slow");
  const quick = await connect();
  expect(await quick.ask("{}")).toMatchObject({ routeKey: "$default" });
});

test("A connection that needs an API key is refused without one, and $connect does not run", async () => {
  const { connect, log } = await serve(echo, { needsKey: true });
  await expect(connect()).rejects.toThrow("403");
  await expect(connect("/live", { "x-api-key": "another" })).rejects.toThrow("403");
  expect(log).toEqual([]);
  await connect("/live", { "x-api-key": "the key" });
});
