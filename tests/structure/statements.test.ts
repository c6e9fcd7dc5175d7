import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../infra/build-output.ts";

/** `SELECT *`, `RETURNING *`, `alias.*`, `(column).*` and Kysely's equivalents, but neither `count(*)` nor `2 * 3`. */
const everyColumn = /\b(?:SELECT|RETURNING)\s+\*|[\w)]\.\*(?=[\s,]|$)|\b(?:selectAll|returningAll)\(/gm;

async function sourcesIn(folder: string): Promise<string[]> {
  const files = await readdir(join(root, folder), { recursive: true });
  return files.filter((file) => /(?<!\.test)\.(ts|sql)$/.test(file)).map((file) => join(folder, file));
}

test("Each statement in functions/ lists its columns, so that no column of an unsupported type reaches the Data API", async () => {
  const found: string[] = [];
  for (const path of await sourcesIn("functions")) {
    // Inside a database function, a record may hold every column.
    if (path.endsWith(".sql")) continue;
    const source = await readFile(join(root, path), "utf8");
    for (const [text] of source.matchAll(everyColumn)) found.push(`${path}: ${text}`);
  }
  expect(found).toEqual([]);
});

/** Functions and operators that fold case by a collation, except for Kysely's and JavaScript's. */
const caseFolding = /\b(?:lower|upper|initcap)\((?![^()]*COLLATE)|\bILIKE\b|~\*/gi;

test("Each statement that folds case names a collation, so that no letter depends on the server", async () => {
  const found: string[] = [];
  for (const path of [...(await sourcesIn("functions")), ...(await sourcesIn("migrations"))]) {
    // Migration 0016 replaces these indexes.
    if (path === join("migrations", "0001-users.ts")) continue;
    const source = await readFile(join(root, path), "utf8");
    for (const [text] of source.matchAll(caseFolding)) found.push(`${path}: ${text}`);
  }
  expect(found).toEqual([]);
});

test.each(["SELECT * FROM", "SELECT m.* FROM", "(message).* FROM", "RETURNING *", ".selectAll()"])(
  "The check of statements finds %s",
  (text) => {
    expect(text.match(everyColumn)).not.toBeNull();
  },
);
