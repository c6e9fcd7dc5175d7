import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { LambdaFunction } from "../lambda/function.ts";
import type { FunctionConfiguration } from "../lambda/function-configuration.ts";
import type { Log } from "../log.ts";
import { silentLog } from "../log.ts";

/** Creates a function whose handler is this JavaScript: `event => …`. It ends with the test. */
export function testFunction(
  handler: string,
  configuration: Partial<FunctionConfiguration> = {},
  log: Log = silentLog,
): LambdaFunction {
  const codeFolder = mkdtempSync(join(tmpdir(), "chatflow-function-"));
  writeFileSync(join(codeFolder, "index.mjs"), `export const handler = ${handler};`);
  const defaults = {
    name: "Test",
    handler: "index.handler",
    timeoutMs: 5_000,
    memorySize: 128,
    environment: {},
  };
  const fn = new LambdaFunction({ ...defaults, codeFolder, ...configuration }, log);
  onTestFinished(() => {
    fn.kill();
    rmSync(codeFolder, { recursive: true, force: true });
  });
  return fn;
}
