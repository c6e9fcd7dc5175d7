import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isRunning } from "./is-running.ts";
import { terminalLog } from "./log.ts";
import { Releases } from "./releases.ts";
import { readSettings, type Settings } from "./settings.ts";
import { synthesize } from "./synthesize.ts";

/**
 * Reserves a data folder for this process, because two stacks would corrupt each other's database.
 * @throws if another stack uses the folder
 */
async function claim(dataFolder: string, releases: Releases): Promise<void> {
  await mkdir(dataFolder, { recursive: true });
  const lock = join(dataFolder, "stack.pid");
  const pid = Number(await readFile(lock, "utf8").catch(() => ""));
  if (pid && isRunning(pid)) {
    throw new Error(
      `ChatFlow runs on ${dataFolder} already (process ${pid}). Set CHATFLOW_DATA to another folder.`,
    );
  }
  await writeFile(lock, String(process.pid));
  releases.add(() => rm(lock, { force: true }));
}

/**
 * Alternates between two folders, so that the running assembly stays complete while the next one is
 * synthesized.
 */
function assemblyFolders(dataFolder: string): () => string {
  let turn = 0;
  return () => join(dataFolder, `cdk.out.${turn++ % 2}`);
}

/** Starts the stack, and deploys each change of the sources. @returns the product's address */
async function start(settings: Settings, releases: Releases): Promise<string> {
  const dataFolder = settings.CHATFLOW_DATA;
  await claim(dataFolder, releases);
  const nextFolder = assemblyFolders(dataFolder);
  const assembly = synthesize(nextFolder());
  // These modules and the database start while the app synthesizes.
  const [{ startStack }, { watchSources }] = await Promise.all([import("./stack.ts"), import("./watch.ts")]);
  const starting = startStack({
    assembly,
    dataFolder,
    port: settings.PORT,
    host: settings.HOST,
    awsPort: settings.AWS_PORT,
    databaseUrl: settings.DATABASE_URL,
    sesSandbox: settings.SES_SANDBOX,
    log: terminalLog,
  });
  // Watches from the beginning: a source that changes during the start is deployed after it.
  const watcher = watchSources(async () => {
    const stack = await starting;
    await stack.deploy(await synthesize(nextFolder()));
  }, terminalLog);
  releases.add(() => watcher.close());
  const stack = await starting;
  releases.add(() => stack.stop());
  await writeFile(
    join(dataFolder, "stack.json"),
    JSON.stringify({ url: stack.url, awsUrl: stack.awsUrl, ...stack.database }, null, 2),
  );
  await watcher.ready;
  return stack.url;
}

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const releases = new Releases();
  // A signal during the start waits for it, so that the database does not outlive this process.
  let isStarting = true;
  let isStopping = false;
  const stop = async () => {
    await releases.run();
    process.exit(0);
  };
  const onSignal = () => {
    if (!isStopping && !isStarting) void stop();
    isStopping = true;
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  try {
    const url = await start(settings, releases);
    isStarting = false;
    if (isStopping) return stop();
    console.log(`ChatFlow is running at ${url}`);
  } catch (error) {
    await releases.run();
    throw error;
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
