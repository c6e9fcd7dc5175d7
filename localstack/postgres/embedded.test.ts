import { existsSync } from "node:fs";
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import pg from "pg";
import { afterEach, expect, test } from "vitest";
import { startEmbeddedPostgres } from "./embedded.ts";

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) {
    const pointer = join(folder, "postgres-is-elsewhere.txt");
    if (existsSync(pointer)) await rm(dirname((await readFile(pointer, "utf8")).trim()), { recursive: true });
    await rm(folder, { recursive: true });
  }
});

async function dataFolder(mode: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "chatflow-postgres-"));
  await chmod(folder, mode);
  folders.push(folder);
  return folder;
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

// When the tests run as root, the server runs as another user, who may not enter a folder of mode 700.
test.each([
  ["755", 0o755],
  ["700", 0o700],
])("The embedded server keeps its data over restarts in a folder of mode %s", async (_, mode) => {
  const folder = await dataFolder(mode);
  const first = await startEmbeddedPostgres(folder);
  await query(first.url, "CREATE TABLE kept AS SELECT 42 AS answer");
  await first.restart();
  expect(await query(first.url, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
  await first.stop();
  const second = await startEmbeddedPostgres(folder);
  expect(await query(second.url, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
  await second.stop();
});

test("The embedded server requires its password", async () => {
  const server = await startEmbeddedPostgres(await dataFolder(0o755));
  await expect(query(server.url.replace(/:[^:@]+@/, ":wrong@"), "SELECT 1")).rejects.toThrow("password");
  await server.stop();
});
