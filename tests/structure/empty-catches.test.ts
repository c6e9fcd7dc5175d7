import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../infra/build-output.ts";

/** An error handler without code and without a comment that gives the reason. */
const emptyCatch =
  /\bcatch\s*(?:\(\w+\)\s*)?\{\s*\}|\.catch\(\s*(?:async\s+)?(?:\([^()]*\)|\w+)\s*=>\s*\{\s*\}\s*\)/g;

/** The files that may swallow an error, with their reasons. */
const allowed = new Set([
  // Browsers may refuse to show a number on the app's icon. Users see the same number elsewhere, and nobody can act.
  "web/src/pages/unread-title.tsx",
]);

async function sourcesIn(folder: string): Promise<string[]> {
  const files = await readdir(join(root, folder), { recursive: true });
  return files
    .filter((file) => /(?<!\.test)\.(?:tsx?|js)$/.test(file) && !file.includes("node_modules"))
    .map((file) => `${folder}/${file}`);
}

test("No code outside of tests swallows an error", async () => {
  const folders = ["client", "contract", "functions", "infra", "localstack", "migrations", "web"];
  const found: string[] = [];
  for (const path of (await Promise.all(folders.map(sourcesIn))).flat()) {
    if (allowed.has(path)) continue;
    const source = await readFile(join(root, path), "utf8");
    for (const [text] of source.matchAll(emptyCatch)) found.push(`${path}: ${text}`);
  }
  expect(found).toEqual([]);
});

test.each([
  "task.catch(() => {});",
  "task\n  .catch((error: unknown) => {});",
  "task.catch(async (_) => { });",
  "try { run(); } catch {}",
  "try { run(); } catch (error) {\n}",
])("The search for swallowed errors finds %j", (source) => {
  expect(source.match(emptyCatch)).toHaveLength(1);
});
