import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, inject, test } from "vitest";
import { buildSite } from "../../infra/edge/build-site.ts";
import { firstLoads } from "../../web/first-load.ts";

const { url } = inject("stack");

const headersOf = async (path: string, init: RequestInit = {}) => {
  const response = await fetch(`${url}${path}`, init);
  await response.arrayBuffer();
  return { status: response.status, headers: response.headers };
};

/** The path of the page's main script, which has a hash in its name. */
async function scriptPath(): Promise<string> {
  const page = await (await fetch(`${url}/`)).text();
  return /src="(\/assets\/[^"]+\.js)"/.exec(page)?.[1] ?? "no script";
}

describe("The page's files", () => {
  test("with a hash in their name never expire, and browsers ask again for all others", async () => {
    const script = await headersOf(await scriptPath());
    expect(script.status).toBe(200);
    expect(script.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    for (const path of [
      "/",
      "/index.html",
      "/c/00000000-0000-7000-8000-000000000000",
      "/manifest.webmanifest",
    ]) {
      const { status, headers } = await headersOf(path);
      expect({ path, status, cache: headers.get("cache-control") }).toEqual({
        path,
        status: 200,
        cache: "no-cache",
      });
    }
    expect((await headersOf("/service-worker.js")).headers.get("cache-control")).toBe("no-cache");
  });

  test("show the logo before the page's code has loaded", async () => {
    const page = await (await fetch(`${url}/`)).text();
    const [, logo = ""] = /<div id="root"><\/div>\s*<img [^>]*src="([^"]+)"/.exec(page) ?? [];
    expect((await headersOf(logo)).headers.get("content-type")).toContain("image/svg+xml");
  });

  test("are compressed with Brotli or Gzip if the browser accepts it", async () => {
    const script = await scriptPath();
    for (const [accepted, encoding] of [
      ["gzip, deflate, br", "br"],
      ["gzip", "gzip"],
      ["br;q=0, gzip", "gzip"],
      ["identity", null],
    ] as const) {
      const { headers } = await headersOf(script, { headers: { "accept-encoding": accepted } });
      expect({ accepted, encoding: headers.get("content-encoding") }).toEqual({ accepted, encoding });
      expect(headers.get("vary")).toBe("Accept-Encoding");
    }
  });

  test("are revalidated without sending them again", async () => {
    const etag = (await headersOf("/index.html")).headers.get("etag") ?? "";
    expect((await headersOf("/index.html", { headers: { "if-none-match": etag } })).status).toBe(304);
  });

  test("can be read only", async () => {
    expect((await headersOf("/index.html", { method: "POST", body: "x" })).status).toBe(403);
  });
});

describe("The gzipped JavaScript that the page loads first", () => {
  // The targets are 120 KB for the list and 150 KB for a conversation. Until then, these limits keep the size from
  // growing: see docs/dev/page.md.
  test.each([
    ["the sign-in page", 140],
    ["the list", 168],
    ["a conversation", 192],
  ] as const)("is for %s at most %d KB", async (view, kilobytes) => {
    expect(firstLoads(await buildSite())[view]).toBeLessThanOrEqual(kilobytes * 1024);
  });
});

test("The product contains nothing of the page of primitives", async () => {
  const folder = await buildSite();
  const scripts = (await readdir(join(folder, "assets"))).filter((file) => file.endsWith(".js"));
  const texts = await Promise.all(scripts.map((file) => readFile(join(folder, "assets", file), "utf8")));
  const title = "Primitives";
  // The page of primitives has this title.
  expect(await readFile("web/development/primitives.tsx", "utf8")).toContain(`>${title}<`);
  expect(texts.filter((text) => text.includes(title))).toEqual([]);
  expect(await readdir(folder)).not.toContain("development");
});

// The colours of four themes take 1 KB.
test("Before the first paint, the page waits for one style sheet of at most 9 KB gzipped", async () => {
  const page = await (await fetch(`${url}/`)).text();
  const sheets = [...page.matchAll(/<link rel="stylesheet"[^>]* href="([^"]+)"/g)].map(([, path]) => path);
  expect(sheets).toHaveLength(1);
  const style = await (await fetch(`${url}${sheets[0]}`)).text();
  expect(gzipSync(style).length).toBeLessThanOrEqual(9 * 1024);
});

describe("Responses of the API", () => {
  test("are compressed from one kibibyte on, if the client accepts it, and never stored", async () => {
    const large = await headersOf("/api/openapi.json", { headers: { "accept-encoding": "gzip" } });
    expect(large.headers.get("content-encoding")).toBe("gzip");
    const plain = await headersOf("/api/openapi.json", { headers: { "accept-encoding": "identity" } });
    expect(plain.headers.get("content-encoding")).toBeNull();
    const small = await headersOf("/api/users/me", { headers: { "accept-encoding": "gzip" } });
    expect(small.headers.get("content-encoding")).toBeNull();
    expect(small.headers.get("cache-control")).toBe("no-store");
  });
});
