import { execFileSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../infra/build-output.ts";

/**
 * Installs a tool from PyPI into its own virtual environment below `.build/`, unless it is installed.
 *
 * @param command  the program's name if it differs from the package's
 * @param more  further packages that the tool needs here
 * @returns the program's path
 * @throws without Python 3 or PyPI
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
