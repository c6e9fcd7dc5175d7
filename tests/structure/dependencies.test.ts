import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { root } from "../../infra/build-output.ts";
import { readCatalog } from "../../web/icu/catalog.ts";
import { compileCatalog } from "../../web/icu/compile.ts";
import { catalogsFolder } from "../../web/icu/texts-types.ts";

const readJson = (path: string): unknown => JSON.parse(readFileSync(join(root, path), "utf8"));

const { dependencies } = z
  .object({ dependencies: z.record(z.string(), z.string()) })
  .parse(readJson("package.json"));

const { packages } = z
  .object({
    packages: z.record(z.string(), z.object({ license: z.string().optional(), dev: z.boolean().optional() })),
  })
  .parse(readJson("package-lock.json"));

/** Licences that let anyone run, change and pass on ChatFlow under its own licence, MIT. */
const permissive = [
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "ISC",
  "MIT",
  // The rules for plurals come from the Unicode Consortium.
  "Unicode-DFS-2016",
  "Unlicense",
];

/** The licence of fonts. It lets software of any licence bundle them. */
const ofFonts = "OFL-1.1";

/** The packages whose files the page's style sheets load, such as fonts. */
const stylePackages = (): string[] =>
  readdirSync(join(root, "web/src"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".css"))
    .flatMap((path) => [
      ...readFileSync(join(root, "web/src", path), "utf8").matchAll(/url\("(@[^/"]+\/[^/"]+)\//g),
    ])
    .flatMap(([, name]) => name ?? []);

/** The packages that the page's compiled texts import. */
const textPackages = (): string[] => {
  const code = compileCatalog("en", readCatalog(join(catalogsFolder, "en", "features.json")));
  return [...code.matchAll(/from "(@[^/"]+\/[^/"]+)/g)].flatMap(([, name]) => name ?? []);
};

/** The packages that the functions and the page import. */
async function deployedPackages(): Promise<string[]> {
  const handlers = readdirSync(join(root, "functions/handlers"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `functions/handlers/${name}/handler.ts`);
  const { metafile } = await build({
    absWorkingDir: root,
    // lambda-credentials.ts replaces the SDK's credential providers in each bundle.
    entryPoints: [...handlers, "infra/application/lambda-credentials.ts", "web/src/main.tsx"],
    bundle: true,
    packages: "external",
    splitting: true,
    format: "esm",
    platform: "node",
    jsx: "automatic",
    loader: { ".css": "empty", ".sql": "text" },
    outdir: join(root, ".build/unused"),
    write: false,
    metafile: true,
  });
  const imported = Object.values(metafile.inputs)
    .flatMap(({ imports }) => imports)
    .filter(({ external, path }) => external && !path.startsWith("node:"))
    .map(({ path }) =>
      path
        .split("/")
        .slice(0, path.startsWith("@") ? 2 : 1)
        .join("/"),
    );
  return [...new Set([...imported, ...stylePackages(), ...textPackages()])].sort();
}

describe("The dependencies in package.json", () => {
  test("are exactly the packages that the functions and the page import", async () => {
    expect(Object.keys(dependencies).sort()).toEqual(await deployedPackages());
  });

  test("and their own dependencies have permissive licences", () => {
    const others = Object.entries(packages)
      .filter(([path, { dev }]) => path !== "" && !dev)
      .filter(([, { license = "none" }]) => {
        // With an SPDX expression like `(MIT OR CC0-1.0)`, we may choose.
        const choices = license.replace(/[()]/g, "").split(" OR ");
        return !choices.some((choice) => choice === ofFonts || permissive.includes(choice));
      })
      .map(([path, { license }]) => `${path}: ${license}`);
    expect(others).toEqual([]);
  });
});
