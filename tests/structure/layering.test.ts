import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { root } from "../../infra/build-output.ts";

/** The parts that each part may import, besides itself. */
const allowedImports: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  migrations: [],
  client: ["contract"],
  "client/browser": ["client", "contract"],
  "client/node": ["client", "contract"],
  "web/src": ["client", "client/browser", "contract"],
  "functions/platform": ["contract"],
  "functions/domain": ["contract", "functions/platform"],
  "functions/handlers/api": ["contract", "functions/domain", "functions/platform"],
  "functions/handlers/migrate": ["contract", "functions/domain", "functions/platform", "migrations"],
  infra: ["contract"],
  localstack: ["contract", "infra"],
  tests: [
    "client",
    "client/browser",
    "client/node",
    "contract",
    "functions/domain",
    "functions/handlers/api",
    "functions/handlers/migrate",
    "functions/platform",
    "infra",
    "localstack",
    "migrations",
  ],
};
const parts = Object.keys(allowedImports);

const BiomeReport = z.object({
  diagnostics: z.array(z.object({ category: z.string(), location: z.object({ path: z.string() }) })),
});

/**
 * Lints files with this repository's biome.json, in a folder that contains nothing else.
 * @param sources  by path
 * @returns the paths that each rule refuses
 */
async function refusedPaths(sources: Readonly<Record<string, string>>): Promise<(rule: string) => string[]> {
  const folder = await mkdtemp(join(tmpdir(), "chatflow-layering-"));
  try {
    await cp(join(root, "biome.json"), join(folder, "biome.json"));
    for (const [path, source] of Object.entries(sources)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), source);
    }
    const options = ["lint", "--vcs-enabled=false", "--reporter=json", "--max-diagnostics=none", "."];
    const report = await new Promise<string>((resolve) => {
      // The status is 1 when Biome refuses a file. A run that fails leaves no report, which the parser rejects.
      execFile(join(root, "node_modules/.bin/biome"), options, { cwd: folder }, (_, stdout) =>
        resolve(stdout),
      );
    });
    const { diagnostics } = BiomeReport.parse(JSON.parse(report));
    return (rule) => [
      ...new Set(
        diagnostics.filter(({ category }) => category === rule).map(({ location }) => location.path),
      ),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const importOf = (importer: string, imported: string): string =>
  `import type { Planted } from "${relative(`${importer}/planted`, `${imported}/planted/target.ts`)}";\nexport type Used = Planted;\n`;

const importingFile = (importer: string, imported: string): string =>
  `${importer}/planted/${imported.replaceAll("/", "-")}.ts`;

describe("Biome refuses an import", () => {
  let refused: string[];
  beforeAll(async () => {
    const sources = parts.flatMap((importer) =>
      parts
        .filter((imported) => imported !== importer)
        .map((imported) => [importingFile(importer, imported), importOf(importer, imported)]),
    );
    refused = (await refusedPaths(Object.fromEntries(sources)))("lint/style/noRestrictedImports");
  });

  // The handlers do not import each other either, but no rule is needed: a handler's only export is for Lambda.
  const handlers = /^functions\/handlers\//;

  test.each(parts)("from %s into every part that it may not import", (importer) => {
    const forbidden = parts.filter(
      (imported) =>
        imported !== importer &&
        !allowedImports[importer]?.includes(imported) &&
        !(handlers.test(importer) && handlers.test(imported)),
    );
    const expected = forbidden.map((imported) => importingFile(importer, imported));
    const found = refused.filter((path) => path.startsWith(`${importer}/planted/`));
    expect(found.sort()).toEqual(expected.sort());
  });

  test("in every form of the import syntax", async () => {
    const from = "../../infra/planted.ts";
    const forms = {
      "functions/domain/value.ts": `import { planted } from "${from}";\nexport const used = planted;\n`,
      "functions/domain/type.ts": `import type { Planted } from "${from}";\nexport type Used = Planted;\n`,
      "functions/domain/re-export.ts": `export { planted } from "${from}";\n`,
      "functions/domain/dynamic.ts": `export const load = () => import("${from}");\n`,
      "functions/domain/side-effect.ts": `import "${from}";\n`,
    };
    const refusedForms = (await refusedPaths(forms))("lint/style/noRestrictedImports");
    expect(refusedForms.sort()).toEqual(Object.keys(forms).sort());
  });

  test("of React or of Node's modules into the client's core", async () => {
    const sources = {
      "client/hook.ts": 'import { useState } from "react";\nexport const use = useState;\n',
      "client/file.ts": 'import { readFile } from "node:fs/promises";\nexport const read = readFile;\n',
      "client/browser/file.ts":
        'import { readFileSync } from "node:fs";\nexport const read = readFileSync;\n',
      "client/node/file.ts": 'import { readFileSync } from "node:fs";\nexport const read = readFileSync;\n',
    };
    const refusedImports = (await refusedPaths(sources))("lint/style/noRestrictedImports");
    expect(refusedImports.sort()).toEqual(["client/browser/file.ts", "client/file.ts", "client/hook.ts"]);
  });

  test("of Kysely into a handler, except for the migrate handler", async () => {
    const source = 'import { sql } from "kysely";\nexport const used = sql;\n';
    const handlers = ["api", "migrate", "socket"].map((name) => `functions/handlers/${name}/planted.ts`);
    const sources = Object.fromEntries(
      [...handlers, "functions/domain/planted.ts"].map((path) => [path, source]),
    );
    const refusedImports = (await refusedPaths(sources))("lint/style/noRestrictedImports");
    expect(refusedImports.sort()).toEqual([
      "functions/handlers/api/planted.ts",
      "functions/handlers/socket/planted.ts",
    ]);
  });

  test("that closes a cycle, even if it imports only a type or loads lazily", async () => {
    const sources = {
      "contract/type-a.ts": 'import type { B } from "./type-b.ts";\nexport type A = B | 1;\n',
      "contract/type-b.ts": 'import type { A } from "./type-a.ts";\nexport type B = A | 2;\n',
      "contract/lazy-a.ts": 'export const a = () => import("./lazy-b.ts");\n',
      "contract/lazy-b.ts": 'import { a } from "./lazy-a.ts";\nexport const b = a;\n',
      "contract/no-cycle.ts": 'import type { A } from "./type-a.ts";\nexport type C = A;\n',
    };
    const inCycles = (await refusedPaths(sources))("lint/suspicious/noImportCycles");
    expect(inCycles.sort()).toEqual(
      Object.keys(sources)
        .filter((path) => !path.includes("no-cycle"))
        .sort(),
    );
  });
});

test("Biome refuses the globals that open connections in the functions, except in their tests", async () => {
  const sources = {
    "functions/domain/call.ts": 'export const call = () => fetch("https://example.org");\n',
    "functions/domain/pass.ts": "export const fetcher = { fetch };\n",
    "functions/handlers/api/global.ts":
      'export const call = () => globalThis.fetch("https://example.org");\n',
    "functions/platform/socket.ts": 'export const socket = new WebSocket("wss://example.org");\n',
    "functions/platform/events.ts": 'export const events = new EventSource("https://example.org");\n',
    "functions/platform/own.test.ts": 'export const call = () => fetch("http://localhost");\n',
    "localstack/call.ts": 'export const call = () => fetch("http://localhost");\n',
  };
  const refused = (await refusedPaths(sources))("lint/style/noRestrictedGlobals");
  expect(refused.sort()).toEqual(Object.keys(sources).slice(0, 5).sort());
});

const TsConfig = z.object({
  compilerOptions: z.object({ lib: z.array(z.string()), types: z.array(z.string()) }),
  include: z.array(z.string()),
  exclude: z.array(z.string()),
});

test("The compiler offers the client's core neither the DOM nor the types of Node or of a browser", async () => {
  const config = TsConfig.parse(JSON.parse(await readFile(join(root, "client/tsconfig.json"), "utf8")));
  expect(config).toEqual({
    compilerOptions: { lib: ["ES2023"], types: [] },
    include: ["."],
    exclude: ["browser", "node", "testing", "**/*.test.ts"],
  });
});
