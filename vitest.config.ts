import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        // Beside the code that they test; nothing runs but that code.
        test: {
          name: "unit",
          include: ["{contract,functions,infra,localstack,web}/**/*.test.ts"],
          testTimeout: 30_000,
        },
      },
      {
        // Through the public surface of a running stack, which they share.
        test: {
          name: "stack",
          include: ["tests/**/*.test.ts"],
          globalSetup: ["tests/support/shared-stack.ts"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
