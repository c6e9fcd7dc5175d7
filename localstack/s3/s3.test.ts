import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { listen } from "../listen.ts";
import { S3 } from "./s3.ts";

test("A client that has left before its file is sent does not fail the local S3", async () => {
  const folder = mkdtempSync(join(tmpdir(), "chatflow-s3-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const s3 = new S3(folder);
  const outcomes: Promise<void>[] = [];
  const server = createServer((request, response) => {
    if (request.method === "GET") response.destroy();
    outcomes.push(s3.serveClient(request, Buffer.from("content"), response));
  });
  onTestFinished(() => void server.close());
  const port = await listen(server, 0, "127.0.0.1");
  const address = `http://127.0.0.1:${port}/bucket/key`;
  expect((await fetch(address, { method: "PUT" })).status).toBe(200);
  await expect(fetch(address)).rejects.toThrow();
  await expect(Promise.all(outcomes)).resolves.toHaveLength(2);
});
