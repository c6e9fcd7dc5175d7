import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Template } from "aws-cdk-lib/assertions";
import * as z from "zod";
import { buildOnceSync, hashOf, root } from "../build-output.ts";
import type { VariantName } from "./variants.ts";

/** The files that decide what the templates contain, apart from the hashes of the functions' code. */
const sources = ["infra", "contract", "cdk.json", "package-lock.json"].map((path) => ({ path }));

const parent = join(root, ".build/templates");

const pause = (milliseconds: number) =>
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code;

/** Whether the process that took a lock still runs. */
function isHeld(lock: string): boolean {
  try {
    process.kill(Number(readFileSync(lock, "utf8")), 0);
    return true;
  } catch (error) {
    if (hasCode(error, "ENOENT") || hasCode(error, "ESRCH")) return false;
    throw error;
  }
}

/** Waits until no other process holds the lock, and takes it. A lock whose process was killed does not count. */
function take(lock: string): void {
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: "wx" });
      return;
    } catch (error) {
      if (!hasCode(error, "EEXIST")) throw error;
    }
    if (isHeld(lock)) pause(100);
    else rmSync(lock, { force: true });
  }
}

/**
 * Synthesizes all variants, unless these sources have been synthesized before. Test files run in parallel, so a lock
 * keeps two of them from doing the same work.
 * @returns the folder that contains one cloud assembly per variant
 */
function synthesizeOnce(): string {
  const hash = hashOf(sources);
  const outdir = join(parent, hash);
  if (existsSync(outdir)) return outdir;
  mkdirSync(parent, { recursive: true });
  const lock = join(parent, `${hash}.lock`);
  take(lock);
  try {
    return buildOnceSync("templates", hash, (folder) => {
      const program = join(root, "infra/testing/synthesize-variants.ts");
      execFileSync(process.execPath, ["--import", "tsx", program, folder], { cwd: root, stdio: "pipe" });
    });
  } finally {
    rmSync(lock, { force: true });
  }
}

let assemblies: string | undefined;

/** The folder of a variant's cloud assembly. */
export function assemblyOf(variant: VariantName): string {
  assemblies ??= synthesizeOnce();
  return join(assemblies, variant);
}

const Manifest = z.object({ artifacts: z.record(z.string(), z.object({ type: z.string() })) });

/** The names of a variant's stacks, sorted. */
export function stackNames(variant: VariantName): string[] {
  const manifest = readFileSync(join(assemblyOf(variant), "manifest.json"), "utf8");
  return Object.entries(Manifest.parse(JSON.parse(manifest)).artifacts)
    .filter(([, { type }]) => type === "aws:cloudformation:stack")
    .map(([name]) => name)
    .sort();
}

/**
 * The template of one of a variant's stacks.
 * @throws if the variant does not have that stack
 */
export function templateOf(variant: VariantName, stack: "data" | "edge" | "application"): Template {
  const name = { data: "ChatFlow-Data", edge: "ChatFlow-Edge", application: "ChatFlow" }[stack];
  const text = readFileSync(join(assemblyOf(variant), `${name}.template.json`), "utf8");
  return Template.fromJSON(JSON.parse(text));
}
