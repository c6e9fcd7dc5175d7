import type { Reporter, TestCase } from "vitest/node";

/**
 * Prints why a test needed another attempt. The default reporter only counts the attempts, and a test that fails now and
 * then is a fault of the test or of the product.
 */
export class RepeatedTests implements Reporter {
  onTestCaseResult(test: TestCase): void {
    const { state, errors } = test.result();
    if (state !== "passed") return;
    for (const { message, stack = "" } of errors ?? []) {
      const place = stack.split("\n").find((line) => line.includes(test.module.moduleId));
      console.error(`Another attempt: ${test.fullName}\n  ${message}\n${place ?? stack}`);
    }
  }
}
