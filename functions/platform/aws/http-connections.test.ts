import { createServer, type RequestListener } from "node:http";
import { createServer as createSecureServer } from "node:https";
import net from "node:net";
import { generate } from "selfsigned";
import { afterEach, expect, test } from "vitest";
import { HttpConnections } from "./http-connections.ts";

/** Generous, because a loaded machine is slow. Tests of a limit have shorter ones. */
const times = { answer: 60_000, connection: 60_000 };
const servers: net.Server[] = [];
const sockets = new Set<net.Socket>();
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

/** Starts a server. @returns its address, and the number of connections that it has accepted */
async function listen(server: net.Server, protocol = "http"): Promise<{ url: URL; accepted: () => number }> {
  let accepted = 0;
  server.on("connection", (socket) => {
    accepted++;
    sockets.add(socket);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port");
  return { url: new URL(`${protocol}://localhost:${address.port}`), accepted: () => accepted };
}

const serve = (listener: RequestListener) => listen(createServer(listener));

const request = (body = "") =>
  `POST /path HTTP/1.1\r\nhost: localhost\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

const echo: RequestListener = (incoming, answer) => {
  incoming.pipe(answer.setHeader("x-path", incoming.url ?? ""));
};

test("Requests that follow each other share a connection, and simultaneous ones do not", async () => {
  const { url, accepted } = await serve(echo);
  const connections = new HttpConnections(url, times);
  for (const text of ["first", "zweite Größe", "x".repeat(200_000)]) {
    const answer = await connections.send(request(text));
    expect([answer.status, answer.headers.get("x-path")]).toEqual([200, "/path"]);
    expect(answer.body.toString()).toBe(text);
  }
  expect(accepted()).toBe(1);
  const texts = ["a", "b", "c"];
  const answers = await Promise.all(texts.map((text) => connections.send(request(text))));
  expect(answers.map(({ body }) => body.toString())).toEqual(texts);
  expect(accepted()).toBe(3);
});

test("At most 50 connections are open, and further requests wait for one of them", async () => {
  const { url, accepted } = await serve(echo);
  const connections = new HttpConnections(url, times);
  const texts = Array.from({ length: 200 }, (_, at) => `request ${at}`);
  const answers = await Promise.all(texts.map((text) => connections.send(request(text))));
  expect(answers.map(({ body }) => body.toString())).toEqual(texts);
  expect(accepted()).toBeLessThanOrEqual(50);
});

test("A connection that the server closes or soon will close carries no further request", async () => {
  const closing = await serve((_, answer) => answer.setHeader("connection", "close").end("bye"));
  const first = new HttpConnections(closing.url, times);
  expect((await first.send(request())).body.toString()).toBe("bye");
  expect((await first.send(request())).body.toString()).toBe("bye");
  expect(closing.accepted()).toBe(2);

  const brief = await serve((_, answer) => answer.setHeader("keep-alive", "timeout=1").end());
  const second = new HttpConnections(brief.url, times);
  await second.send(request());
  await second.send(request());
  expect(brief.accepted()).toBe(2);
});

test("A server that does not answer in time causes a TimeoutError, like the SDK's", async () => {
  const { url } = await serve(() => {});
  const connections = new HttpConnections(url, { ...times, answer: 50 });
  await expect(connections.send(request())).rejects.toMatchObject({ name: "TimeoutError" });
});

test("A lost connection has Node's error code, and the next request opens a new one", async () => {
  let isFirst = true;
  const { url } = await serve((incoming, answer) => {
    if (isFirst) incoming.socket.destroy();
    else answer.end("again");
    isFirst = false;
  });
  const connections = new HttpConnections(url, times);
  await expect(connections.send(request())).rejects.toMatchObject({ code: "ECONNRESET" });
  expect((await connections.send(request())).body.toString()).toBe("again");
});

test("A server that is not there has Node's error code", async () => {
  const { url } = await serve(echo);
  const [server] = servers.splice(0);
  await new Promise((resolve) => server?.close(resolve));
  await expect(new HttpConnections(url, times).send(request())).rejects.toMatchObject({
    code: "ECONNREFUSED",
  });
});

test("An answer that is not HTTP fails, and its connection is closed", async () => {
  const { url } = await listen(
    net.createServer((socket) => socket.on("error", () => {}).end("SSH-2.0\r\n\r\n")),
  );
  await expect(new HttpConnections(url, times).send(request())).rejects.toThrow("HTTP/1.1");
});

test("Over TLS, the server's certificate is verified", async () => {
  const certificate = await generate([{ name: "commonName", value: "localhost" }], { keySize: 2048 });
  const server = createSecureServer({ key: certificate.private, cert: certificate.cert }, echo);
  const { url } = await listen(server, "https");
  const trusting = new HttpConnections(url, times, { ca: certificate.cert });
  expect((await trusting.send(request("secret"))).body.toString()).toBe("secret");
  await expect(new HttpConnections(url, times).send(request())).rejects.toMatchObject({
    code: "DEPTH_ZERO_SELF_SIGNED_CERT",
  });
});
