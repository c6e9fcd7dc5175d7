import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Kysely, Migrator, sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { root } from "../../infra/build-output.ts";
import type { RunningStack } from "../../localstack/stack.ts";
import { migrations } from "../../migrations/migrations.ts";
import { startOwnStack } from "../support/own-stack.ts";
import { newPeople } from "../support/people.ts";
import { createReleasedFunctions } from "../support/released-functions.ts";
import { required } from "../support/required.ts";
import { emptySchema, ownerOf } from "../support/schema.ts";

const folderOfSources = join(root, "migrations/functions");
const files = readdirSync(folderOfSources).sort();
const sources = files.map((file) => readFileSync(join(folderOfSources, file), "utf8"));

let stack: RunningStack;
let db: Kysely<unknown>;

beforeAll(async () => {
  ({ stack } = await startOwnStack());
  db = ownerOf(stack);
});
afterAll(async () => {
  await db.destroy();
});

const empty = () => emptySchema(stack, db);

async function migrate(): Promise<void> {
  const [, migrateFunction] = required(
    [...stack.functions()].find(([name]) => name.includes("Migrate")),
    "migrate function",
  );
  await migrateFunction.invoke({}, "again");
}

interface DatabaseFunction {
  name: string;
  definition: string;
  comment: string | null;
}

/** The functions in a schema, without those of extensions and triggers. */
async function functionsIn(schema: string): Promise<DatabaseFunction[]> {
  const { rows } = await sql<DatabaseFunction>`
    SELECT p.proname AS name, pg_get_functiondef(p.oid) AS definition, obj_description(p.oid, 'pg_proc') AS comment
    FROM pg_proc p
    WHERE p.pronamespace = ${schema}::regnamespace AND p.prorettype <> 'trigger'::regtype
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
    ORDER BY p.proname, p.pronargs`.execute(db);
  return rows.map((row) => ({ ...row, definition: row.definition.replaceAll(`${schema}.`, "") }));
}

/** The functions as the files in `migrations/functions/` define them. */
async function functionsInFiles(): Promise<DatabaseFunction[]> {
  await sql`CREATE SCHEMA expected`.execute(db);
  try {
    await db.connection().execute(async (connection) => {
      await sql`SET search_path = expected, public`.execute(connection);
      for (const source of sources) await sql.raw(source).execute(connection);
      await sql`RESET search_path`.execute(connection);
    });
    return await functionsIn("expected");
  } finally {
    await sql`DROP SCHEMA expected CASCADE`.execute(db);
  }
}

const isVersioned = ({ name }: DatabaseFunction) => /_v\d+$/.test(name);

beforeEach(empty);

describe("The database functions", () => {
  test("of a fresh database are exactly those in migrations/functions", async () => {
    await migrate();
    const expected = await functionsInFiles();
    expect(await functionsIn("public")).toEqual(expected);
    expect(expected.map(({ name }) => name)).toEqual(
      files.map((file) => file.replace(/\.(v\d+)\.sql$/, "_$1")),
    );
  });

  test("of an upgraded database are those in migrations/functions and those of the previous release", async () => {
    const provider = { getMigrations: async () => ({ ...migrations }) };
    await new Migrator({ db, provider }).migrateToLatest();
    await createReleasedFunctions(db, required(Object.keys(migrations).sort().at(-1), "migration"));
    await migrate();
    const found = await functionsIn("public");
    expect(found.filter(isVersioned)).toEqual(await functionsInFiles());
    const older = found.filter((each) => !isVersioned(each));
    expect(older.map(({ name }) => name)).toContain("send_message");
    for (const { comment } of older) expect(comment).toMatch(/^retired since 2/);
  });

  test("that no running release calls are dropped after 30 days", async () => {
    await migrate();
    await sql`CREATE FUNCTION send_message() RETURNS int LANGUAGE sql AS 'SELECT 1'`.execute(db);
    await sql`CREATE FUNCTION send_message_v2() RETURNS int LANGUAGE sql AS 'SELECT 2'`.execute(db);
    await sql`COMMENT ON FUNCTION send_message() IS 'retired since 2020-01-01 00:00:00+00'`.execute(db);
    await migrate();
    const names = (await functionsIn("public")).map(({ name }) => name);
    expect(names).not.toContain("send_message");
    expect(names).toContain("send_message_v2");
  });

  test("that a rollback uses again lose their retired mark", async () => {
    await migrate();
    await sql`COMMENT ON FUNCTION open_connection_v3 IS 'retired since 2020-01-01 00:00:00+00'`.execute(db);
    await migrate();
    const found = (await functionsIn("public")).find(({ name }) => name === "open_connection_v3");
    expect(found).toMatchObject({ comment: null });
  });

  test("leave functions alone that others created", async () => {
    await migrate();
    await sql`CREATE FUNCTION report() RETURNS int LANGUAGE sql AS 'SELECT 1'`.execute(db);
    await migrate();
    await migrate();
    expect((await functionsIn("public")).find(({ name }) => name === "report")).toMatchObject({
      comment: null,
    });
  });

  test("send messages after a migration", async () => {
    await migrate();
    const [ann, ben] = await newPeople(stack.url, 2);
    const { id } = await ann.startDirect(ben);
    expect((await ann.send(id, "hello")).body).toMatchObject({ seq: 1 });
  });
});
