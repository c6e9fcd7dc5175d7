import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { buildSync } from "esbuild";
import { buildOnce, hashOf, root } from "../build-output.ts";

/** The names of the functions. `functions/handlers/NAME/handler.ts` is the entry of each. */
export type FunctionName =
  | "auth"
  | "api"
  | "socket"
  | "delivery"
  | "web-push"
  | "mail"
  | "authorizer"
  | "cleanup"
  | "admin"
  | "migrate";

/** Lambda sets credentials in the environment, so the bundle leaves out the SDK's other credential providers. */
const fromEnvironment = join(import.meta.dirname, "lambda-credentials.ts");
const onlyFromEnvironment = {
  "@aws-sdk/credential-provider-node": fromEnvironment,
  "@aws-sdk/credential-providers": fromEnvironment,
};

/**
 * Bundles a function into minified ES modules that contain only the code it uses.
 * @returns the folder of the bundle. Its entry is `index.mjs`.
 */
export function bundleFunction(name: FunctionName): string {
  const known = knownBundle(name);
  return known.folder ?? known.remember(build(name));
}

/** Everything that a bundle can contain, and how it is built. */
const sources = ["functions", "contract", "migrations", "package-lock.json", "infra/application"].map(
  (path) => ({
    path,
  }),
);

/** Looks up which bundle these sources gave the last time, because esbuild takes seconds of CPU for all functions. */
function knownBundle(name: FunctionName): { folder: string | undefined; remember(folder: string): string } {
  const note = join(root, ".build/functions", name, `from-${hashOf(sources)}`);
  const folder = existsSync(note) ? join(dirname(note), readFileSync(note, "utf8")) : undefined;
  return {
    folder: folder !== undefined && existsSync(folder) ? folder : undefined,
    remember: (built) => {
      const unfinished = `${note}.${process.pid}`;
      writeFileSync(unfinished, basename(built));
      renameSync(unfinished, note);
      return built;
    },
  };
}

function build(name: FunctionName): string {
  const { outputFiles } = buildSync({
    absWorkingDir: root,
    entryPoints: [`functions/handlers/${name}/handler.ts`],
    outdir: ".",
    entryNames: "index",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    // A dynamic import becomes a separate file, which is read only if needed.
    splitting: true,
    minify: true,
    // The oldest Node version that the local stack supports. Lambda's is newer.
    target: "node20",
    platform: "node",
    format: "esm",
    mainFields: ["module", "main"],
    alias: onlyFromEnvironment,
    // Some dependencies are CommonJS packages, which need `require`.
    banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
    logLevel: "warning",
    write: false,
  });
  const files = outputFiles.map(({ path, text }) => ({ name: basename(path), text }));
  return buildOnce(
    join("functions", name),
    hashOf(files.flatMap((file) => [file.name, file.text])),
    (outdir) => {
      for (const file of files) writeFileSync(join(outdir, file.name), file.text);
    },
  );
}
