import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";

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

/**
 * Runs a build, unless its output exists already. The output appears in one step, so several processes can build
 * simultaneously.
 *
 * @param hash  of everything that the output depends on
 * @returns the folder with the output
 */
export function buildOnce(name: string, hash: string, build: (outdir: string) => void): string {
  const parent = join(root, ".build", name);
  const outdir = join(parent, hash);
  if (existsSync(outdir)) return outdir;
  mkdirSync(parent, { recursive: true });
  const unfinished = mkdtempSync(join(parent, ".unfinished-"));
  build(unfinished);
  try {
    renameSync(unfinished, outdir);
  } catch (error) {
    if (!existsSync(outdir)) throw error;
  }
  return outdir;
}
