import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { buildOnce, builtBefore, hashOf, root } from "../build-output.ts";

const run = promisify(execFile);

const sources = [
  { path: "client" },
  { path: "web" },
  { path: "contract" },
  { path: "package-lock.json" },
  { path: "vite.config.ts" },
];

/**
 * Builds the SPA, unless these sources have been built before.
 * @returns the folder with its files
 * @throws with Vite's output if the build fails
 */
export function buildSite(): Promise<string> {
  return buildOnce("site", hashOf(sources), async (outdir) => {
    const vite = join(root, "node_modules/vite/bin/vite.js");
    const { stdout, stderr } = await run(
      process.execPath,
      [vite, "build", "--outDir", outdir, "--logLevel", "warn"],
      { cwd: root, env: { ...process.env, NODE_ENV: "production" } },
    );
    process.stderr.write(stdout + stderr);
  });
}

/** The folder with the files of the SPA, which `buildSite` has built from the current sources. */
export function builtSite(): string {
  const folder = builtBefore("site", hashOf(sources));
  if (folder === undefined) throw new Error("The page is not built. Call buildAll() first.");
  return folder;
}
