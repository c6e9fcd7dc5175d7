import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../infra/build-output.ts";

/** Imports of modules of Node that open connections or start programs, in any form. */
const connecting =
  /(?:\bfrom|\bimport|\bimport\(|\brequire\()\s*["'](?:node:)?((?:http|https|http2|net|tls|dgram|dns|child_process)(?:\/\w+)?)["']/g;

const importsIn = (source: string): string[] =>
  [...source.matchAll(connecting)].map(([, module = ""]) => module);

test("In the functions, only the class for addresses of users and the connections to AWS open connections", async () => {
  const files = await readdir(join(root, "functions"), { recursive: true });
  const found: Record<string, string[]> = {};
  for (const file of files.filter((name) => /(?<!\.test)\.ts$/.test(name))) {
    const modules = importsIn(await readFile(join(root, "functions", file), "utf8"));
    if (modules.length > 0) found[file] = modules;
  }
  // Biome refuses the globals: see layering.test.ts. AWS's clients and `pg` call addresses from the configuration.
  expect(found).toEqual({
    "platform/aws/http-connections.ts": ["net", "tls"],
    "platform/outbound/outbound.ts": ["dns", "http", "https", "net"],
  });
});

test.each([
  'import net from "node:net";',
  'import { request } from "https";',
  'import "node:http2";',
  'export { lookup } from "node:dns/promises";',
  'const { request } = await import("node:http");',
  "require('node:tls')",
])("The check of connections finds %s", (source) => {
  expect(importsIn(source)).toHaveLength(1);
});
