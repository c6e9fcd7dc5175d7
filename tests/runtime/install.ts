import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { root } from "../../infra/build-output.ts";

/** AWS's Lambda runtime client for Node. */
const name = "aws-lambda-ric";
const version = "4.0.2";

const folder = join(root, ".build/runtime");

/**
 * Installs the runtime client below `.build/` unless this version is installed. Compiling its native part takes a minute
 * or two.
 *
 * @throws without npm's registry or a compiler
 */
export function installRuntime(): void {
  if (installedVersion() === version) return;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ private: true, dependencies: { [name]: version }, allowScripts: { [name]: true } }),
  );
  execFileSync("npm", ["install", "--no-audit", "--no-fund"], { cwd: folder, stdio: "inherit" });
}

function installedVersion(): string | undefined {
  const manifest = join(folder, "node_modules", name, "package.json");
  return existsSync(manifest)
    ? z.object({ version: z.string() }).parse(JSON.parse(readFileSync(manifest, "utf8"))).version
    : undefined;
}
