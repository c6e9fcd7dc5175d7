import { execFileSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../infra/build-output.ts";

/**
 * A tool from PyPI, in a virtual environment of its own below `.build/`, which is made once.
 * @param command  what its program is called, if not as the package is
 * @param more  what it does not ask for by itself, and needs here
 * @returns the path of its program
 * @throws when there is no Python 3 here, or PyPI is not reached
 */
export function pythonTool(
  name: string,
  version: string,
  command = name,
  more: readonly string[] = [],
): string {
  const folder = join(root, ".build/python", `${name}-${version}`);
  const program = join(folder, "bin", command);
  if (existsSync(program)) return program;
  try {
    execFileSync("python3", ["-m", "venv", folder], { stdio: ["ignore", "ignore", "inherit"] });
    execFileSync(join(folder, "bin/pip"), ["install", "--quiet", `${name}==${version}`, ...more], {
      stdio: "inherit",
    });
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`${name} ${version} could not be installed; it needs Python 3 and PyPI`, {
      cause: error,
    });
  }
  return program;
}
