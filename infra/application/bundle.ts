import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";
import * as z from "zod";
import { buildOnce, builtBefore, hashOf, root } from "../build-output.ts";

/** The names of the functions. `functions/handlers/NAME/handler.ts` is the entry of each. */
export const functionNames = [
  "auth",
  "api",
  "socket",
  "delivery",
  "web-push",
  "link-previews",
  "reads",
  "mail",
  "authorizer",
  "cleanup",
  "admin",
  "migrate",
] as const;
export type FunctionName = (typeof functionNames)[number];

/** Lambda sets credentials in the environment, so the bundle leaves out the SDK's other credential providers. */
const fromEnvironment = join(import.meta.dirname, "lambda-credentials.ts");
const onlyFromEnvironment = {
  "@aws-sdk/credential-provider-node": fromEnvironment,
  "@aws-sdk/credential-providers": fromEnvironment,
};

/**
 * Bundles a function into minified ES modules that contain only the code it uses, unless its sources have been bundled
 * before.
 * @returns the folder of the bundle. Its entry is `index.mjs`.
 */
export async function bundleFunction(name: FunctionName): Promise<string> {
  const known = knownBundle(name);
  if (known !== undefined) return known;
  const started = Date.now();
  const built = await bundle(name);
  // A source that was saved meanwhile may be newer than its bundle.
  const isCurrent = built.sources.every((path) => modifiedAt(path) < started);
  return isCurrent ? remember(name, built) : bundleFunction(name);
}

/** When a file was modified, in milliseconds. A file that is gone counts as modified later than any other. */
const modifiedAt = (path: string): number =>
  statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY;

/** The folder of a bundle, which `bundleFunction` has made from the current sources. */
export function bundleOf(name: FunctionName): string {
  const folder = knownBundle(name);
  if (folder === undefined) throw new Error(`The function ${name} is not bundled. Call buildAll() first.`);
  return folder;
}

/** The latest bundle of a function: its source files, a hash of their contents, and the name of its folder. */
const Latest = z.object({ sources: z.array(z.string()), hash: z.string(), folder: z.string() });

const folderOf = (name: FunctionName) => join("functions", name);
const latestFile = (name: FunctionName) => join(root, ".build", folderOf(name), "latest.json");

/** The files that determine how sources become a bundle. The lock file stands for the packages. */
const settings = ["package-lock.json", "tsconfig.json", "infra/application/bundle.ts"];

const hashOfSources = (sources: readonly string[]) =>
  hashOf([...sources, ...settings].flatMap((path) => [path, { path }]));

/** A bundle depends only on the files that esbuild has read. */
function knownBundle(name: FunctionName): string | undefined {
  const file = latestFile(name);
  if (!existsSync(file)) return undefined;
  const { sources, hash, folder } = Latest.parse(JSON.parse(readFileSync(file, "utf8")));
  const isCurrent = sources.every((path) => existsSync(join(root, path))) && hashOfSources(sources) === hash;
  return isCurrent ? builtBefore(folderOf(name), folder) : undefined;
}

function remember(name: FunctionName, { sources, folder }: { sources: string[]; folder: string }): string {
  const file = latestFile(name);
  const latest: z.infer<typeof Latest> = { sources, hash: hashOfSources(sources), folder: basename(folder) };
  const unfinished = `${file}.${process.pid}`;
  mkdirSync(join(root, ".build", folderOf(name)), { recursive: true });
  writeFileSync(unfinished, JSON.stringify(latest));
  renameSync(unfinished, file);
  return folder;
}

async function bundle(name: FunctionName): Promise<{ sources: string[]; folder: string }> {
  const { outputFiles, metafile } = await build({
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
    metafile: true,
    // Beside the bundle, which stays small. A profile or a stack trace of the bundle needs them.
    sourcemap: "external",
    sourcesContent: false,
    write: false,
  });
  const outputs = outputFiles.map(({ path, text }) => ({ name: basename(path), text }));
  const files = outputs.filter(({ name }) => !name.endsWith(".map"));
  const contentHash = hashOf(files.flatMap((file) => [file.name, file.text]));
  const folder = await buildOnce(folderOf(name), contentHash, (outdir) => {
    for (const file of files) writeFileSync(join(outdir, file.name), file.text);
  });
  await buildOnce(join("source-maps", name), contentHash, (outdir) => {
    for (const { name: map, text } of outputs)
      if (map.endsWith(".map")) writeFileSync(join(outdir, map), text);
  });
  const sources = Object.keys(metafile.inputs).filter((path) => !path.includes("node_modules/"));
  return { sources: sources.sort(), folder };
}
