import { defineConfig } from "vitest/config";

/** The tests of the mutated folders that run in the test's own process. Mutation testing runs them once per mutant. */
export default defineConfig({
  test: {
    globalSetup: ["tests/support/domain-database.ts"],
    isolate: false,
    include: ["{client,contract,functions/domain}/**/*.test.{ts,tsx}"],
    testTimeout: 60_000,
    hookTimeout: 20_000,
  },
});
