import { Kysely, PostgresDialect, sql } from "kysely";
import pg from "pg";
import type { RunningStack } from "../../localstack/stack.ts";
import { untilIdle } from "./aws-calls.ts";
import { eventually } from "./eventually.ts";

/** Connects to a stack's database as its owner, for tests that change the schema. */
export function ownerOf({ databaseUrl }: RunningStack): Kysely<unknown> {
  const pool = new pg.Pool({ connectionString: databaseUrl });
  // Statements report a broken connection. Without a listener, an idle one would end the worker.
  pool.on("error", () => undefined);
  return new Kysely({ dialect: new PostgresDialect({ pool }) });
}

/** Empties the schema. Jobs of the tests before must have ended, because they lock tables in another order. */
export async function emptySchema(stack: RunningStack, owner: Kysely<unknown>): Promise<void> {
  await untilIdle(stack);
  await eventually(() => sql`DROP SCHEMA public CASCADE`.execute(owner));
  await sql`CREATE SCHEMA public`.execute(owner);
}
