import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { buildOnce, hashOf, root } from "../build-output.ts";

const sources = [
  { path: "client" },
  { path: "web" },
  { path: "contract" },
  { path: "package-lock.json" },
  { path: "vite.config.ts" },
];

/** Builds the SPA, unless these sources have been built before. @returns the folder with its files */
export function buildSite(): string {
  return buildOnce("site", hashOf(sources), (outdir) => {
    execFileSync(
      process.execPath,
      [join(root, "node_modules/vite/bin/vite.js"), "build", "--outDir", outdir, "--logLevel", "warn"],
      { cwd: root, stdio: ["ignore", 2, 2], env: { ...process.env, NODE_ENV: "production" } },
    );
  });
}
