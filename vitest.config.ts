import { defineConfig } from "vitest/config";
import { LongestFirst } from "./tests/support/longest-first.ts";
import { patienceMs } from "./tests/support/patience.ts";
import { RepeatedTests } from "./tests/support/repeated-tests.ts";
import { compiledTexts } from "./web/icu/texts-plugin.ts";

const env = {
  // The SDK announces that it will one day need a newer Node than the oldest one that we run on.
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  // CDK's own template validation takes 6 s of CPU per synthesis. `npm run synth` keeps it.
  CDK_VALIDATION: "false",
};

/** Settings of every project: one temporary folder per run, which contains one per test file. */
const ownFolders = {
  env,
  // Generous, because a loaded machine is slow and a timeout only matters when a test fails.
  testTimeout: 300_000,
  hookTimeout: 300_000,
  expect: { poll: { timeout: patienceMs } },
  globalSetup: ["tests/support/run-folder.ts"],
  setupFiles: ["tests/support/file-folder.ts"],
};

/** The same settings, with a stack that all test files share. */
const withStack = {
  ...ownFolders,
  globalSetup: [...ownFolders.globalSetup, "tests/support/shared-stack.ts"],
  setupFiles: [
    ...ownFolders.setupFiles,
    "tests/support/shared-database.ts",
    "tests/support/unread-refusals.ts",
    "tests/support/stop-own-stacks.ts",
  ],
  // Four browsers on two cores can starve each other.
  retry: 2,
};

export default defineConfig({
  test: {
    // Tests of a stack wait more than they compute: four files keep two cores busy. See docs/dev/testing.md.
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
    reporters: ["default", new RepeatedTests()],
    projects: [
      {
        // Tests beside the code that they cover. They start nothing but that code.
        plugins: [compiledTexts()],
        test: {
          ...ownFolders,
          name: "unit",
          isolate: false,
          include: [
            "{client,contract,functions,infra,localstack,web}/**/*.test.{ts,tsx}",
            "tests/structure/**/*.test.ts",
          ],
          exclude: ["functions/domain/**"],
        },
      },
      {
        // The domain beside PostgreSQL, in the same process: rules and SQL, without the rest of the stack.
        test: {
          ...ownFolders,
          globalSetup: [...ownFolders.globalSetup, "tests/support/domain-database.ts"],
          name: "domain",
          isolate: false,
          // Its files share a database, whose statistics and background work they do not control.
          retry: 1,
          include: ["functions/domain/**/*.test.ts"],
        },
      },
      {
        // Tests through the public surface of a running stack.
        test: {
          ...withStack,
          name: "stack",
          isolate: false,
          include: ["tests/**/*.test.ts"],
          exclude: ["tests/structure/**"],
        },
      },
      {
        // Independent checks: other people's programs, which the `test:…` scripts install first.
        test: {
          ...withStack,
          name: "independent",
          include: ["tests/**/*.independent.ts"],
        },
      },
    ],
  },
});
