import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../infra/build-output.ts";
import { domainDatabaseVariable, startDomainDatabase } from "../support/domain-database.ts";

/**
 * `npm run test:mutation [-- GLOB...]` makes small changes to the code ("mutants") and reports the changes that no test
 * notices. GLOB selects files, for example `client/outbox/*.ts`. The default is all of `contract/`, `client/` and
 * `functions/domain/`. Stryker changes TypeScript only, so the SQL stays as it is.
 *
 * The first run installs Stryker into `.build/`, because nothing else needs it. Version 10 requires Node 22.
 */
const packages = { "@stryker-mutator/core": "9.6.1", "@stryker-mutator/vitest-runner": "9.6.1" };

const folder = join(root, ".build/mutation");
const installed = (path: string) => join(folder, "node_modules/@stryker-mutator", path);

const everything = ["contract/**/*.ts", "client/**/*.ts", "functions/domain/**/*.ts"];

/** Tests, and the code that only tests import. */
const exceptTests = ["!**/*.test.ts", "!client/testing/**"];

function install(): void {
  if (existsSync(installed("vitest-runner"))) return;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies: packages }));
  // Without its peer dependencies, Stryker finds the project's own Vitest.
  const flags = ["--legacy-peer-deps", "--ignore-scripts", "--no-audit", "--no-fund"];
  execFileSync("npm", ["install", ...flags], { cwd: folder, stdio: "inherit" });
}

/** https://stryker-mutator.io/docs/stryker-js/configuration/ */
function configure(mutate: readonly string[]): string {
  const file = join(folder, "stryker.json");
  const configuration = {
    testRunner: "vitest",
    plugins: [installed("vitest-runner/dist/src/index.js")],
    vitest: { configFile: "tests/mutation/vitest.config.ts" },
    mutate,
    coverageAnalysis: "perTest",
    // A mutant in code that runs while a module loads needs its own process, which takes far too long.
    ignoreStatic: true,
    ignorePatterns: [".build", "cdk.out", "docs", "screenshots"],
    tempDirName: ".build/mutation/sandbox",
    // Stryker rewrites a tsconfig through TypeScript's JavaScript API, which TypeScript 7 does not have.
    tsconfigFile: "none",
    reporters: ["clear-text", "progress-append-only", "html", "json"],
    htmlReporter: { fileName: ".build/mutation/report.html" },
    jsonReporter: { fileName: ".build/mutation/report.json" },
    concurrency: 2,
    thresholds: { high: 85, low: 70, break: null },
  };
  writeFileSync(file, JSON.stringify(configuration, null, 2));
  return file;
}

install();
const globs = process.argv.slice(2);
const configuration = configure([...(globs.length > 0 ? globs : everything), ...exceptTests]);
// One database for all test processes, because Stryker kills those that take too long.
const database = await startDomainDatabase();
try {
  const stryker = spawn(process.execPath, [installed("core/bin/stryker.js"), "run", configuration], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, [domainDatabaseVariable]: database.url },
  });
  const [status] = await once(stryker, "close");
  process.exitCode = Number(status ?? 1);
} finally {
  await database.stop();
}
