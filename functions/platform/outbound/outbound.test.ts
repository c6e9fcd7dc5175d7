import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AddressRefused, ResponseTooLarge } from "./failures.ts";
import { Outbound } from "./outbound.ts";

let answer: RequestListener;
const server = createServer((request, response) => answer(request, response));
let origin: string;
const call = (outbound: Outbound, url: string, timeoutMs = 10_000) =>
  outbound.send(url, { method: "POST", body: Buffer.from("hello"), timeoutMs });

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe("An outbound request", () => {
  test.each([
    ["no address", "not-a-url"],
    ["http://push.example.com/", "not-https"],
    ["ftp://push.example.com/", "not-https"],
    ["https://push.example.com:8443/", "not-port-443"],
    ["https://user:secret@push.example.com/", "has-credentials"],
    ["https://169.254.169.254/latest/meta-data/", "not-public"],
    ["https://10.0.0.5/", "not-public"],
    ["https://0x7f000001/", "not-public"],
    ["https://2130706433/", "not-public"],
    ["https://127.1/", "not-public"],
    ["https://[::1]/", "not-public"],
    ["https://[::ffff:10.0.0.5]/", "not-public"],
    // These names resolve to the loopback address, which only the connection's own lookup reveals.
    ["https://localhost/", "not-public"],
  ])("never goes to %s", async (url, reason) => {
    const refused = await call(new Outbound(), url).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(AddressRefused);
    expect(refused).toMatchObject({ reason });
    expect(String(refused)).not.toContain("secret");
  });

  test("goes to an origin that the operator trusts, but to no other port of its host", async () => {
    answer = (_, response) => response.writeHead(201, { "x-kind": "test" }).end("received");
    const response = await call(new Outbound([origin]), `${origin}/path`);
    expect({ ...response, headers: response.headers["x-kind"], body: String(response.body) }).toEqual({
      status: 201,
      headers: "test",
      body: "received",
    });
    await expect(call(new Outbound(["http://127.0.0.1"]), origin)).rejects.toMatchObject({
      reason: "not-https",
    });
  });

  test("follows no redirect", async () => {
    let requests = 0;
    answer = (_, response) => {
      requests++;
      response.writeHead(307, { location: `${origin}/elsewhere` }).end();
    };
    expect(await call(new Outbound([origin]), origin)).toMatchObject({ status: 307 });
    expect(requests).toBe(1);
  });

  test("ends when the response exceeds 64 KiB", async () => {
    answer = (_, response) => response.end(Buffer.alloc(64 * 1024 + 1));
    await expect(call(new Outbound([origin]), origin)).rejects.toBeInstanceOf(ResponseTooLarge);
  });

  test("ends after its timeout when the host accepts the connection and never answers", async () => {
    answer = () => {};
    await expect(call(new Outbound([origin]), origin, 50)).rejects.toMatchObject({ name: "AbortError" });
  });
});
