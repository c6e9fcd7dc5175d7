import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /** The temporary folder of this run. */
    runFolder: string;
  }
}

/** The projects of one run share a folder. The first project creates it, and the last one checks and removes it. */
const variables = { folder: "CHATFLOW_TEST_RUN", projects: "CHATFLOW_TEST_PROJECTS" };

function createFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "chatflow-run-")));
  // When the tests run as root, PostgreSQL enters the folder as another user.
  chmodSync(folder, 0o755);
  process.env[variables.folder] = folder;
  process.env.TMPDIR = folder;
  return folder;
}

/** Returns the command lines that contain the folder's path. Databases, functions and browsers all do. */
function processesIn(folder: string): string[] {
  const lines = execFileSync("ps", ["-eo", "pid=,args="], { encoding: "utf8" }).split("\n");
  return lines.filter((line) => line.includes(folder)).map((line) => line.trim().slice(0, 200));
}

/** Waits for exiting processes. @returns the command lines of the processes that keep running */
async function remainingProcesses(folder: string): Promise<string[]> {
  for (let attempt = 0; attempt < 50; attempt++) {
    if (processesIn(folder).length === 0) return [];
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return processesIn(folder);
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
  return async () => {
    if (count(-1) > 0) return;
    const processes = await remainingProcesses(folder);
    const files = readdirSync(folder).filter((name) => !kept.some((prefix) => name.startsWith(prefix)));
    rmSync(folder, { recursive: true, force: true });
    if (processes.length > 0) throw new Error(`Tests left these processes running:\n${processes.join("\n")}`);
    if (files.length > 0) throw new Error(`Tests left these files behind: ${files.join(", ")}`);
  };
}

/** Caches that all test files share: compiled modules and synthesized apps. */
const kept = ["tsx-", "node-compile-cache", "assemblies"];
