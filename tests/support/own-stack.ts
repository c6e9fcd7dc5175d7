import { rm } from "node:fs/promises";
import { inject } from "vitest";
import { type RunningStack, type StackOptions, startStack } from "../../localstack/stack.ts";
import { registerDatabase } from "./accounts.ts";
import { assemblyWith } from "./assembly.ts";
import { untilIdle } from "./aws-calls.ts";
import { copyDataFolder } from "./data-folder.ts";
import { postgresSettings } from "./postgres-settings.ts";
import { queueDelayScale } from "./queue-delays.ts";
import { temporaryFolder } from "./temporary-folder.ts";

export interface OwnStackOptions extends Partial<StackOptions> {
  /** Context of the CDK app, for a stack whose configuration differs from the shared stack's. */
  context?: Record<string, unknown>;
}

interface OwnStack {
  stack: RunningStack;
  folder: string;
  stop(): Promise<void>;
}

/** All stacks that this test file has started and not stopped, including those that are still starting. */
const running = new Set<Promise<OwnStack>>();

/** Starts a stack on a copy of the template's data: a new database with all migrations. */
export function startOwnStack(options: OwnStackOptions = {}): Promise<OwnStack> {
  const starting = start(options);
  running.add(starting);
  return starting;
}

async function start({ context, ...options }: OwnStackOptions): Promise<OwnStack> {
  const { path: folder } = await temporaryFolder();
  await copyDataFolder(inject("stack").template, folder);
  const assembly = context ? await assemblyWith(context) : inject("stack").assembly;
  const stack = await startStack({
    assembly,
    dataFolder: folder,
    queueDelayScale,
    postgresSettings,
    ...(process.env.CHATFLOW_TEST_INSTANCE && { instanceProgram: process.env.CHATFLOW_TEST_INSTANCE }),
    ...options,
  });
  registerDatabase(stack);
  return {
    stack,
    folder,
    stop: async () => {
      await stack.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** This test file's idle stacks by configuration. The next test reuses them. */
const idle = new Map<string, OwnStack>();

/**
 * Stops every stack that the test file has left running. A set-up that timed out has no stack to stop yet, but its
 * start continues.
 */
export async function stopOwnStacks(): Promise<void> {
  idle.clear();
  const outcomes = await Promise.allSettled(running);
  running.clear();
  await Promise.all(outcomes.map((outcome) => outcome.status === "fulfilled" && outcome.value.stop()));
}

/** Removes the faults, connections and queued jobs of the last test. Its data stays. */
async function reset(stack: RunningStack): Promise<void> {
  stack.faults.decide = () => undefined;
  for (const id of stack.webSocketApi.connectionIds) stack.webSocketApi.disconnect(id);
  for (const queue of stack.sqs.queues.values()) queue.purge();
  await untilIdle(stack);
  for (const queue of stack.sqs.queues.values()) queue.purge();
}

/**
 * Runs `use` with a stack that no other test uses at the same time, so that it can break the stack or count its calls.
 * Tests of one file with the same configuration take turns with one stack. A failed test's stack is not reused.
 */
export async function withStack(
  use: (stack: RunningStack, folder: string) => Promise<void>,
  { context, ...options }: OwnStackOptions = {},
): Promise<void> {
  const isReusable = Object.keys(options).length === 0;
  const key = JSON.stringify(context ?? null, (_, value) => value ?? null);
  const own =
    (isReusable && idle.get(key)) || (await startOwnStack({ ...options, ...(context && { context }) }));
  idle.delete(key);
  try {
    await use(own.stack, own.folder);
    if (isReusable && !idle.has(key)) {
      await reset(own.stack);
      idle.set(key, own);
    }
  } finally {
    if (idle.get(key) !== own) await own.stop();
  }
}
