import type { Context } from "aws-lambda";
import { type Migration, Migrator, sql, type Transaction } from "kysely";
import { databaseFunctions, unversionedFunctions } from "../../../migrations/functions.ts";
import { migrations } from "../../../migrations/migrations.ts";
import { connectDatabase } from "../../domain/database.ts";
import type { Schema } from "../../domain/schema.ts";
import { indexAnew } from "../../domain/search/index-anew.ts";
import { indexMessages } from "../../domain/search/index-messages.ts";
import { createWorkspace } from "../../domain/workspace/workspace.ts";
import { installFunctions } from "../../platform/database/function-versions.ts";
import { logError } from "../../platform/observability/log.ts";
import { databaseSettings, firstSignUpRule } from "../configuration.ts";

/**
 * The Data API's limit for a statement, in milliseconds. A migration may take that long, and so may waiting for another
 * run.
 */
const db = await connectDatabase(databaseSettings(), { caller: "worker", answerMs: 45_000 });
const firstRule = firstSignUpRule();

/** The key of the advisory lock: an arbitrary number that no other code uses. */
const lockId = 6_021_023;

/**
 * Lists the migrations that a newer release has applied to this database, as steps without effect. After a rollback the
 * older functions run on the newer tables, which every migration provides for.
 */
async function migrationsOfNewerReleases(under: Transaction<Schema>): Promise<Record<string, Migration>> {
  const newest = Object.keys(migrations).sort().at(-1) ?? "";
  const { rows: tables } = await sql<{ name: string | null }>`
    SELECT to_regclass('kysely_migration')::text AS name`.execute(under);
  if (!tables[0]?.name) return {};
  const { rows } = await sql<{ name: string }>`
    SELECT name FROM kysely_migration WHERE name > ${newest} COLLATE "C" ORDER BY name COLLATE "C"`.execute(
    under,
  );
  return Object.fromEntries(rows.map(({ name }) => [name, { up: async () => {} }]));
}

/** The time that the last batch of messages may take, in milliseconds. */
const reserve = 60_000;

/**
 * Applies all missing migrations in one transaction, then installs the database functions of this release, and creates
 * the workspace unless it exists. Indexes messages that no search finds yet, as many as the time permits. The cleanup
 * function continues. A run without missing migrations indexes all messages anew if their words are outdated.
 *
 * Simultaneous runs wait for each other by an advisory lock, and the later ones find nothing to do. A second
 * transaction holds the lock, because Kysely's migrator begins its own. The Data API ends a transaction that idles for
 * three minutes, so a longer migration succeeds but fails its run, and the next run installs the functions.
 *
 * @returns the names of the migrations that were missing
 * @throws the error of the first migration or function that fails, so that the deployment fails
 */
export async function handler(_: unknown, context: Context): Promise<{ applied: string[] }> {
  const { error, results = [] } = await db.once.transaction().execute(async (lock) => {
    await sql`SELECT pg_advisory_xact_lock(${lockId}::int)::text`.execute(lock);
    const all = { ...migrations, ...(await migrationsOfNewerReleases(lock)) };
    const migrator = new Migrator({ db: db.once, provider: { getMigrations: async () => all } });
    const outcome = await migrator.migrateToLatest();
    if (outcome.error === undefined) {
      await installFunctions(lock, { sources: databaseFunctions, unversioned: unversionedFunctions });
    }
    return outcome;
  });
  if (error) {
    logError("migration failed", error, {
      migration: results.find((result) => result.status === "Error")?.migrationName ?? "none",
    });
    throw error;
  }
  await createWorkspace(db, firstRule);
  // This run follows the replacement of the functions, unless it repeats a deployment that failed.
  if (results.length === 0) await indexAnew(db);
  await indexMessages(db, Date.now() + context.getRemainingTimeInMillis() - reserve);
  return { applied: results.map((result) => result.migrationName) };
}
