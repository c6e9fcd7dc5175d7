import { join } from "node:path";
import { inject } from "vitest";
import { type RunningStack, type StackOptions, startStack } from "../../localstack/stack.ts";
import { synthesizeHere } from "./assembly.ts";
import { temporaryFolder } from "./temporary-folder.ts";

export interface OwnStackOptions extends Partial<StackOptions> {
  /** Context of the CDK app, for a stack that is configured otherwise than the shared one. */
  context?: Record<string, unknown>;
}

/** Runs `use` with a stack of its own, which may be broken or counted without harm to other tests. */
export async function withStack(
  use: (stack: RunningStack, folder: string) => Promise<void>,
  { context, ...options }: OwnStackOptions = {},
): Promise<void> {
  const folder = await temporaryFolder();
  try {
    const assembly = context
      ? synthesizeHere(join(folder.path, "cdk.out"), context)
      : inject("stack").assembly;
    const stack = await startStack({
      assembly,
      dataFolder: folder.path,
      instanceProgram: process.env.CHATFLOW_TEST_INSTANCE,
      ...options,
    });
    try {
      await use(stack, folder.path);
    } finally {
      await stack.stop();
    }
  } finally {
    await folder.remove();
  }
}
