import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HostBreakers } from "../host-breakers.ts";
import { Outbound } from "../outbound.ts";
import { fetchPage } from "./fetch-page.ts";

let answer: RequestListener;
const server = createServer((request, response) => answer(request, response));
let origin: string;
const fetchFrom = (path: string) =>
  fetchPage(
    {
      outbound: new Outbound([origin]),
      breakers: new HostBreakers(),
      userAgent: "ChatFlow link preview (test)",
    },
    origin + path,
  );

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe("A page", () => {
  test("is read with the name of its visitor and without cookies, after up to three redirects", async () => {
    const visits: unknown[] = [];
    answer = ({ url, headers }, response) => {
      visits.push([url, headers["user-agent"], headers.cookie]);
      if (url === "/3") response.writeHead(200, { "content-type": "text/html" }).end("<title>Found</title>");
      else response.writeHead(302, { location: `/${Number(url?.slice(1)) + 1}`, "set-cookie": "a=b" }).end();
    };
    expect(await fetchFrom("/0")).toEqual({ title: "Found" });
    expect(visits).toEqual([0, 1, 2, 3].map((n) => [`/${n}`, "ChatFlow link preview (test)", undefined]));
    expect(await fetchFrom("/-1")).toBeUndefined();
  });

  test("does not lead to an address that users must not reach", async () => {
    const targets = [
      "http://169.254.169.254/latest/meta-data",
      "https://127.0.0.1/",
      "https://[::1]/",
      "file:///etc",
    ];
    for (const location of [...targets, "https://user:pass@example.com/", "http://:"]) {
      answer = (_, response) => response.writeHead(301, { location }).end();
      expect(await fetchFrom("/")).toBeUndefined();
    }
  });

  test.each([
    ["an error", 404, { "content-type": "text/html" }],
    ["a picture", 200, { "content-type": "image/png" }],
    ["text", 200, { "content-type": "text/plain" }],
    ["something without a type", 200, {}],
    [
      "compressed text, which may grow without limit",
      200,
      { "content-type": "text/html", "content-encoding": "gzip" },
    ],
  ])("is not %s, and its body is not read", async (_, status, headers) => {
    let isClosed: Promise<void> | undefined;
    answer = (_request, response) => {
      isClosed = new Promise((resolve) => response.on("close", resolve));
      response.writeHead(status, headers).write("<title>No page</title>");
    };
    expect(await fetchFrom("/")).toBeUndefined();
    await isClosed;
  });

  test("is read only as far as its head usually reaches, even if it never ends", async () => {
    let isClosed: Promise<void> | undefined;
    answer = (_, response) => {
      isClosed = new Promise((resolve) => response.on("close", resolve));
      response.writeHead(200, { "content-type": "text/html" }).write("<title>Endless</title>");
      const more = () => {
        while (!response.closed && response.write("x".repeat(16_384)));
      };
      response.on("drain", more);
      more();
    };
    expect(await fetchFrom("/")).toEqual({ title: "Endless" });
    await isClosed;
  });
});
