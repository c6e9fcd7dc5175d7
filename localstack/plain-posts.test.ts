import { createServer } from "node:http";
import { connect } from "node:net";
import { afterEach, expect, test } from "vitest";
import { listen } from "./listen.ts";
import { headerIn, plainPostServer } from "./plain-posts.ts";

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** Starts a server that answers with what it has read, and by which way. */
async function start() {
  const http = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => response.end(`http ${request.url} ${Buffer.concat(chunks)}`));
  });
  const { server, closeAllConnections } = plainPostServer(http, async ({ path, head, body }) => {
    if (path === "/break") return undefined;
    return {
      status: 201,
      headers: { "x-read": headerIn(head, "x-sent") ?? "-" },
      text: `plain ${path} ${body}`,
    };
  });
  const port = await listen(server, 0, "127.0.0.1");
  stops.push(() => {
    server.close();
    closeAllConnections();
  });
  return port;
}

/** A client that sends bytes in the given pieces. */
function client(port: number) {
  const socket = connect(port, "127.0.0.1");
  let received = "";
  let isClosed = false;
  socket.on("data", (chunk) => {
    received += chunk;
  });
  socket.on("close", () => {
    isClosed = true;
  });
  socket.on("error", () => undefined);
  stops.push(() => socket.destroy());
  return {
    send: (text: string) => new Promise((resolve) => socket.write(text, resolve)),
    received: () => received,
    isClosed: () => isClosed,
  };
}

const post = (path: string, body: string, headers = "") =>
  `POST ${path} HTTP/1.1\r\nHost: aws\r\n${headers}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

test("A plain POST request is answered with its length, on a connection that stays open", async () => {
  const { send, received } = client(await start());
  await send(post("/a%20b", "grüße", "X-Sent:  one two \r\n"));
  await expect.poll(received).toContain("plain /a%20b grüße");
  expect(received()).toMatch(/^HTTP\/1\.1 201 Created\r\nx-read: one two\r\ncontent-length: 20\r\n/);
  expect(headerIn(received(), "keep-alive")).toBe("timeout=60");
  await send(post("/second", ""));
  await expect.poll(received).toContain("plain /second ");
});

test("Requests arrive complete however their bytes are split, and are answered in their order", async () => {
  const { send, received } = client(await start());
  const large = "x".repeat(100_000);
  const bytes = post("/1", "one") + post("/2", large) + post("/3", "three");
  for (let at = 0; at < 200; at++) await send(bytes.charAt(at));
  await send(bytes.slice(200));
  await expect.poll(received).toContain("plain /3 three");
  expect(received().match(/plain \/\d/g)).toEqual(["plain /1", "plain /2", "plain /3"]);
  expect(received()).toContain(`plain /2 ${large}HTTP`);
});

test.each([
  ["another method", "GET /get HTTP/1.1\r\nHost: aws\r\n\r\n", "http /get "],
  ["a query", post("/path?query=1", "body"), "http /path?query=1 body"],
  [
    "chunks",
    "POST /c HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n",
    "http /c body",
  ],
  ["an expectation", post("/e", "body", "Expect: 100-continue\r\n"), "http /e body"],
  ["a signature for S3", post("/s3", "body", "Authorization: a/b/s3/aws4_request\r\n"), "http /s3 body"],
])(
  "A request with %s is left to Node's server, after plain ones on the same connection as well",
  async (_, text, answer) => {
    const { send, received } = client(await start());
    await send(post("/plain", "first") + text);
    await expect.poll(received).toContain(answer);
    expect(received()).toContain("plain /plain first");
    await send(post("/later", "last"));
    await expect.poll(received).toContain("http /later last");
  },
);

test("A request without an answer breaks its connection", async () => {
  const { send, isClosed, received } = client(await start());
  await send(post("/break", ""));
  await expect.poll(isClosed).toBe(true);
  expect(received()).toBe("");
});

test("Bytes that are no HTTP request are refused by Node's server", async () => {
  const { send, received } = client(await start());
  await send("hello\r\n\r\n");
  await expect.poll(received).toMatch(/^HTTP\/1\.1 400/);
});
