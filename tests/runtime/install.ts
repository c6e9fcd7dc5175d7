import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../infra/build-output.ts";

/** AWS's Lambda runtime client for Node, and the version of Node that the template names. */
const packages = { "aws-lambda-ric": "4.0.2", node: "24.21.0" };

const folder = join(root, ".build/runtime");

/**
 * Installs the packages below `.build/` unless they are installed. Compiling the client's native part takes a minute or
 * two.
 *
 * @throws without npm's registry or a compiler
 */
export function installRuntime(): void {
  const files = ["node/bin/node", "aws-lambda-ric/index.mjs"];
  if (files.every((file) => existsSync(join(folder, "node_modules", file)))) return;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const allowScripts = Object.fromEntries(Object.keys(packages).map((name) => [name, true]));
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ private: true, dependencies: packages, allowScripts }),
  );
  execFileSync("npm", ["install", "--no-audit", "--no-fund"], { cwd: folder, stdio: "inherit" });
}
