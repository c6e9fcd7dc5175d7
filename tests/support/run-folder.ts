import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { isRunning } from "../../localstack/is-running.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** The temporary folder of this run. */
    runFolder: string;
  }
}

/** The projects of one run share a folder. The first project creates it, and the last one checks and removes it. */
const variables = { folder: "CHATFLOW_TEST_RUN", projects: "CHATFLOW_TEST_PROJECTS" };

/** The name of a run's folder contains the id of its process: `chatflow-run-4711-a1b2c3`. */
const prefix = "chatflow-run-";

function createFolder(): string {
  removeAbandoned();
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`)));
  // PostgreSQL enters it as another user when the tests run as root.
  chmodSync(folder, 0o755);
  process.env[variables.folder] = folder;
  process.env.TMPDIR = folder;
  // After an interruption, Vitest exits without a teardown.
  process.once("exit", () => destroy(folder));
  return folder;
}

/** Processes that use the folder: databases, functions and browsers all name it in their command lines. */
function processesIn(folder: string): { pid: number; command: string }[] {
  const lines = execFileSync("ps", ["-eo", "pid=,args="], { encoding: "utf8" }).split("\n");
  return lines
    .filter((line) => line.includes(folder))
    .map((line) => ({ pid: Number.parseInt(line, 10), command: line.trim().slice(0, 200) }));
}

/** Ends the processes that still use a folder, and removes the folder. */
function destroy(folder: string): void {
  for (const { pid } of processesIn(folder)) {
    // It may have ended meanwhile.
    if (isRunning(pid)) process.kill(pid, "SIGKILL");
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** Destroys the folders of runs that were killed and could not do so themselves. */
function removeAbandoned(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1]);
    if (pid && !isRunning(pid)) destroy(join(tmpdir(), name));
  }
}

/** Waits for processes that are just exiting. @returns the command lines of those that stay */
async function remainingProcesses(folder: string): Promise<string[]> {
  for (let attempt = 0; attempt < 50; attempt++) {
    if (processesIn(folder).length === 0) return [];
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return processesIn(folder).map(({ command }) => command);
}

/**
 * Gives the run a temporary folder for all its files.
 *
 * @returns a teardown that removes the folder and fails the run if a test left files or processes behind
 */
export default function setup(project: TestProject): () => Promise<void> {
  const folder = process.env[variables.folder] ?? createFolder();
  const count = (change: number) => {
    const projects = Number(process.env[variables.projects] ?? 0) + change;
    process.env[variables.projects] = String(projects);
    return projects;
  };
  count(1);
  project.provide("runFolder", folder);
  // Vitest leaves its own temporary folders behind when it is interrupted.
  process.once("exit", () => {
    for (const { tmpDir } of [project, project.vitest.getRootProject()]) {
      rmSync(tmpDir, { recursive: true, force: true });
    }
  });
  return async () => {
    if (count(-1) > 0) return;
    const processes = await remainingProcesses(folder);
    const files = readdirSync(folder, { encoding: "utf8", recursive: true })
      .filter((path) => !kept.some((prefix) => path.startsWith(prefix)))
      .slice(0, 20);
    destroy(folder);
    if (processes.length > 0) throw new Error(`Tests left these processes running:\n${processes.join("\n")}`);
    if (files.length > 0) throw new Error(`Tests left these files behind: ${files.join(", ")}`);
  };
}

/** Caches that all test files share: compiled modules and synthesized apps. */
const kept = ["tsx-", "node-compile-cache", "assemblies"];
