import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "../../infra/build-output.ts";

/** Runs tests by a command of their own, and ends as they do. @param environment  what they are told beside this process's own */
export function runVitest(args: readonly string[], environment: Record<string, string> = {}): void {
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const { status } = spawnSync(process.execPath, [vitest, "run", ...args], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, ...environment },
  });
  process.exitCode = status ?? 1;
}
