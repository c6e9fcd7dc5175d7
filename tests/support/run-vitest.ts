import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "../../infra/build-output.ts";

const escapeRegExp = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** A value for `--testNamePattern` that matches all tests except those with these full names. */
export const allExcept = (names: readonly string[]) => `^(?!\\s*(${names.map(escapeRegExp).join("|")})$)`;

/**
 * Runs Vitest and exits with its status.
 *
 * @param environment  variables to add to this process's own
 */
export function runVitest(args: readonly string[], environment: Record<string, string> = {}): void {
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const { status } = spawnSync(process.execPath, [vitest, "run", ...args], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, ...environment },
  });
  process.exitCode = status ?? 1;
}
