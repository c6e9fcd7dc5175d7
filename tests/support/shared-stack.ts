import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startStack } from "../../localstack/stack.ts";
import { synthesize } from "../../localstack/synthesize.ts";
import { deployToMiniStack } from "../deploy/ministack.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** What tests know of the stack that they share. */
export interface SharedStack {
  url: string;
  awsUrl: string;
  databaseUrl: string;
  database: { resourceArn: string; secretArn: string };
  /** The synthesized app, for those who start a stack of their own. */
  assembly: string;
}

declare module "vitest" {
  export interface ProvidedContext {
    stack: SharedStack;
  }
}

/** Synthesizes the app and starts it once for all tests; or has it deployed elsewhere, for `npm run test:deploy`. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await temporaryFolder();
  const profile = process.env.CHATFLOW_TEST_PROFILE;
  const assembly = await synthesize(join(folder.path, "cdk.out"), profile === undefined ? {} : { profile });
  const isElsewhere = process.env.CHATFLOW_TEST_TARGET === "ministack";
  const { url, awsUrl, databaseUrl, database, stop } = isElsewhere
    ? await deployToMiniStack(folder.path)
    : await startStack({
        assembly,
        dataFolder: folder.path,
        instanceProgram: process.env.CHATFLOW_TEST_INSTANCE,
      });
  project.provide("stack", { url, awsUrl, databaseUrl, database, assembly });
  return async () => {
    await stop();
    await folder.remove();
  };
}
