import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from "node:fs";
import { dirname, join } from "node:path";

/** The root of the repository. */
export const root = join(import.meta.dirname, "..");

/** Hashes texts, files and the contents of folders. Paths are relative to `root`. */
export function hashOf(parts: readonly (string | { path: string })[]): string {
  const hash = createHash("sha256");
  for (const part of parts) {
    for (const text of typeof part === "string" ? [part] : contents(join(root, part.path))) hash.update(text);
  }
  return hash.digest("hex").slice(0, 16);
}

function contents(path: string): (string | Buffer)[] {
  if (!statSync(path).isDirectory()) return [readFileSync(path)];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .flatMap((file) => [file.slice(path.length), readFileSync(file)]);
}

/** The folder of a build's output, below `.build`. `hash` covers everything that the output depends on. */
const outputFolder = (name: string, hash: string) => join(root, ".build", name, hash);

/** Finds the output of an earlier build. */
export function builtBefore(name: string, hash: string): string | undefined {
  const outdir = outputFolder(name, hash);
  if (!existsSync(outdir)) return undefined;
  const now = new Date();
  utimesSync(outdir, now, now);
  return outdir;
}

/** Outputs that no build has returned for this long are removed. Otherwise each change would leave one forever. */
const keptMs = 7 * 24 * 60 * 60 * 1000;

function removeOld(parent: string): void {
  for (const entry of readdirSync(parent, { withFileTypes: true })) {
    const path = join(parent, entry.name);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (entry.isDirectory() && age > keptMs) rmSync(path, { recursive: true, force: true });
  }
}

/**
 * A folder to build into. `publish` turns it into the output in one step, so several processes can build
 * simultaneously.
 */
function unfinishedOutput(name: string, hash: string) {
  const outdir = outputFolder(name, hash);
  mkdirSync(dirname(outdir), { recursive: true });
  removeOld(dirname(outdir));
  const folder = mkdtempSync(join(dirname(outdir), ".unfinished-"));
  return {
    folder,
    publish: () => {
      try {
        renameSync(folder, outdir);
      } catch (error) {
        if (!existsSync(outdir)) throw error;
      }
      return outdir;
    },
    discard: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Runs a build, unless its output exists already. @returns the folder with the output */
export function buildOnceSync(name: string, hash: string, build: (outdir: string) => void): string {
  const known = builtBefore(name, hash);
  if (known !== undefined) return known;
  const unfinished = unfinishedOutput(name, hash);
  try {
    build(unfinished.folder);
    return unfinished.publish();
  } finally {
    unfinished.discard();
  }
}

/** Runs a build, unless its output exists already. @returns the folder with the output */
export async function buildOnce(
  name: string,
  hash: string,
  build: (outdir: string) => unknown,
): Promise<string> {
  const known = builtBefore(name, hash);
  if (known !== undefined) return known;
  const unfinished = unfinishedOutput(name, hash);
  try {
    await build(unfinished.folder);
    return unfinished.publish();
  } finally {
    unfinished.discard();
  }
}
