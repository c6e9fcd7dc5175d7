import { defineConfig } from "vitest/config";

/** The unit tests of the mutated folders. Mutation testing runs them once per mutant. */
export default defineConfig({
  test: { include: ["{client,contract}/**/*.test.{ts,tsx}"], testTimeout: 10_000 },
});
