import { defineConfig } from "vitest/config";

/** The SDK announces that it will one day need a newer Node than the oldest one that we run on. */
const env = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" };

export default defineConfig({
  test: {
    projects: [
      {
        // Beside the code that they test; nothing runs but that code.
        test: {
          name: "unit",
          env,
          include: [
            "{client,contract,functions,infra,localstack,web}/**/*.test.{ts,tsx}",
            "tests/structure/**/*.test.ts",
          ],
          testTimeout: 30_000,
        },
      },
      {
        // Through the public surface of a running stack, which they share.
        test: {
          name: "stack",
          env,
          include: ["tests/**/*.test.ts"],
          exclude: ["tests/structure/**"],
          globalSetup: ["tests/support/shared-stack.ts"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        // By programs of others, which are installed first: see the scripts `test:…`.
        test: {
          name: "witness",
          env,
          include: ["tests/**/*.witness.ts"],
          globalSetup: ["tests/support/shared-stack.ts"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
