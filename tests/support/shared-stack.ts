import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startStack } from "../../localstack/stack.ts";
import { synthesize } from "../../localstack/synthesize.ts";
import { deployToMiniStack } from "../deploy/ministack.ts";
import { insertFirstOwner } from "./accounts.ts";
import { copyDataFolder } from "./data-folder.ts";
import { postgresSettings } from "./postgres-settings.ts";
import { queueDelayScale } from "./queue-delays.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** The shared stack's addresses, database and files. */
export interface SharedStack {
  url: string;
  awsUrl: string;
  databaseUrl: string;
  database: { resourceArn: string; secretArn: string };
  /** The cloud assembly, for tests that start their own stack. */
  assembly: string;
  /** The data folder of a stack that was deployed and stopped. Other stacks start from copies of it. */
  template: string;
}

declare module "vitest" {
  export interface ProvidedContext {
    stack: SharedStack;
  }
}

/**
 * Synthesizes the app, deploys it once to create the template for other stacks, and starts the shared stack. Under
 * `npm run test:deploy`, the shared stack runs in MiniStack.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await temporaryFolder();
  const profile = process.env.CHATFLOW_TEST_PROFILE;
  const synthesizing = synthesize(join(folder.path, "cdk.out"), profile === undefined ? {} : { profile });
  const template = join(folder.path, "template");
  const options = {
    queueDelayScale,
    postgresSettings,
    instanceProgram: process.env.CHATFLOW_TEST_INSTANCE,
  };
  const first = await startStack({ ...options, assembly: synthesizing, dataFolder: template });
  await insertFirstOwner(first);
  await first.stop();
  const assembly = await synthesizing;

  const dataFolder = join(folder.path, "shared");
  await copyDataFolder(template, dataFolder);
  const isElsewhere = process.env.CHATFLOW_TEST_TARGET === "ministack";
  const { url, awsUrl, databaseUrl, database, stop } = isElsewhere
    ? await deployToMiniStack(dataFolder)
    : await startStack({ ...options, assembly, dataFolder });
  project.provide("stack", { url, awsUrl, databaseUrl, database, assembly, template });
  return async () => {
    await stop();
    await folder.remove();
  };
}
