import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isRunning } from "./is-running.ts";
import { terminalLog } from "./log.ts";
import { readSettings } from "./settings.ts";
import { startStack } from "./stack.ts";
import { synthesize } from "./synthesize.ts";
import { watchSources } from "./watch.ts";

/** Fails if another stack uses this data folder. Two stacks would corrupt each other's database. */
async function claim(dataFolder: string): Promise<string> {
  await mkdir(dataFolder, { recursive: true });
  const lock = join(dataFolder, "stack.pid");
  const pid = Number(await readFile(lock, "utf8").catch(() => ""));
  if (pid && isRunning(pid)) {
    throw new Error(
      `ChatFlow runs on ${dataFolder} already (process ${pid}). Set CHATFLOW_DATA to another folder.`,
    );
  }
  await writeFile(lock, String(process.pid));
  return lock;
}

/**
 * Alternates between two folders, so that the running assembly stays complete while the next one is
 * synthesized.
 */
function assemblyFolders(dataFolder: string): () => string {
  let turn = 0;
  return () => join(dataFolder, `cdk.out.${turn++ % 2}`);
}

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const dataFolder = settings.CHATFLOW_DATA;
  const lock = await claim(dataFolder);
  const nextFolder = assemblyFolders(dataFolder);
  // A signal during the start takes effect after it, so that the database does not outlive this process.
  let stop: (() => Promise<void>) | undefined;
  let isStopping = false;
  const onSignal = () => {
    isStopping = true;
    void stop?.();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  const stack = await startStack({
    assembly: await synthesize(nextFolder()),
    dataFolder,
    port: settings.PORT,
    host: settings.HOST,
    awsPort: settings.AWS_PORT,
    databaseUrl: settings.DATABASE_URL,
    log: terminalLog,
  });
  await writeFile(
    join(dataFolder, "stack.json"),
    JSON.stringify({ url: stack.url, awsUrl: stack.awsUrl, ...stack.database }, null, 2),
  );
  const watcher = watchSources(async () => {
    await stack.deploy(await synthesize(nextFolder()));
  }, terminalLog);

  stop = async () => {
    stop = undefined;
    await watcher.close();
    await stack.stop();
    await rm(lock, { force: true });
    process.exit(0);
  };
  if (isStopping) return stop();
  console.log(`ChatFlow is running at ${stack.url}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
