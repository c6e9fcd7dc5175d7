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

/** Columns and results that are no text: ids, times, numbers, and places in a list. */
const sortsWithoutCollation =
  /(?:^|_)id$|_(?:at|number)$|^(?:id|at|is_username|seq|place|position|number|revision|option|first|count|min\(.*\)|o\.role = 'admin')$/;

/** Texts whose order only has to be the same in each statement: it decides about pages of a query and about locks. */
const anyOrder = new Set([
  "asked.hash",
  "g.key",
  "k.key",
  "page.endpoint",
  "c.connection_id",
  // Only ASCII, and shown to developers.
  "signature",
]);

/** Fragments that the code inserts. Those that are texts name a collation themselves. */
const insertedFragment = /^\$\{(?:name|nameForm|order|rank)\}/;

/** Returns the keys of each `ORDER BY` and of each `order` of bounded rows in a source, without their direction. */
function orderKeys(source: string): string[] {
  const keys: string[] = [];
  for (const { index, 0: start } of source.matchAll(/\bORDER BY\s+|\border: sql`/g)) {
    let depth = 0;
    let end = index + start.length;
    while (end < source.length) {
      const rest = source.slice(end);
      if (
        depth === 0 &&
        /^(?:[)`;]|\s(?:LIMIT|OFFSET|FOR|ROWS|RANGE|INTO|\n*$)|\n\s*(?:[A-Z]|\)))/.test(rest)
      )
        break;
      if (rest.startsWith("(") || rest.startsWith("{")) depth++;
      if (rest.startsWith(")") || rest.startsWith("}")) depth--;
      end++;
    }
    const list = source.slice(index + start.length, end);
    keys.push(
      ...list.split(/,(?![^()]*\))/).map((key) => key.trim().replace(/ (?:ASC|DESC|\$\{direction\})$/, "")),
    );
  }
  return keys;
}

const namesItsOrder = (key: string): boolean =>
  /COLLATE "|USING ~<~/.test(key) ||
  anyOrder.has(key) ||
  insertedFragment.test(key) ||
  sortsWithoutCollation.test(key) ||
  sortsWithoutCollation.test(key.replace(/^\w+\./, ""));

test("Each order of texts names a collation, so that no list depends on the server", async () => {
  const found: string[] = [];
  for (const path of [
    ...(await sourcesIn("functions")),
    ...(await sourcesIn(join("migrations", "functions"))),
  ]) {
    const source = await readFile(join(root, path), "utf8");
    for (const key of orderKeys(source)) if (!namesItsOrder(key)) found.push(`${path}: ${key}`);
  }
  expect(found).toEqual([]);
});

test.each([
  ["SELECT 1 ORDER BY u.username LIMIT 5", ["u.username"]],
  ["jsonb_agg(g.handle ORDER BY g.handle) INTO", ["g.handle"]],
  ["ORDER BY c.seq DESC, lower(u.full_name, 1) ASC`.execute(", ["lower(u.full_name, 1)"]],
  ["order: sql`page.name DESC, page.id`,", ["page.name"]],
  ['ORDER BY u.username COLLATE "C", u.id\n  LIMIT 5', []],
])("The check of orders reads %s", (text, unnamed) => {
  expect(orderKeys(text).filter((key) => !namesItsOrder(key))).toEqual(unnamed);
});

test.each(["SELECT * FROM", "SELECT m.* FROM", "(message).* FROM", "RETURNING *", ".selectAll()"])(
  "The check of statements finds %s",
  (text) => {
    expect(text.match(everyColumn)).not.toBeNull();
  },
);
