import { once } from "node:events";
import { join } from "node:path";
import { watch } from "chokidar";
import type { Log } from "./log.ts";

const root = join(import.meta.dirname, "..");

/** The sources of a deployment. */
const sources = [
  "client",
  "contract",
  "functions",
  "infra",
  "migrations",
  "web",
  "cdk.json",
  "vite.config.ts",
];

/** How long the files must stay unchanged before a change counts as complete, in milliseconds. */
const settleMs = 80;

export interface SourceWatcher {
  /** Resolves once every later change will be noticed. */
  ready: Promise<unknown>;
  close(): Promise<void>;
}

/** Deploys again after each change of the sources. A failed deployment leaves the running one as it is. */
export function watchSources(deploy: () => Promise<void>, log: Log): SourceWatcher {
  let timer: NodeJS.Timeout | undefined;
  let running = false;
  let changedMeanwhile = false;

  const run = async () => {
    if (running) {
      changedMeanwhile = true;
      return;
    }
    running = true;
    const started = Date.now();
    try {
      await deploy();
      log.line(`deployed the change in ${((Date.now() - started) / 1000).toFixed(1)} s`);
    } catch (error) {
      log.line(`the change was not deployed: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      running = false;
    }
    if (changedMeanwhile) {
      changedMeanwhile = false;
      void run();
    }
  };

  const watcher = watch(
    sources.map((source) => join(root, source)),
    { ignoreInitial: true },
  ).on("all", () => {
    clearTimeout(timer);
    timer = setTimeout(() => void run(), settleMs);
  });
  return {
    ready: once(watcher, "ready"),
    close: async () => {
      clearTimeout(timer);
      await watcher.close();
    },
  };
}
