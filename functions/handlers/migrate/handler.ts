import { type Migration, Migrator, sql, type Transaction } from "kysely";
import { migrations } from "../../../migrations/migrations.ts";
import { connectDatabase } from "../../domain/database.ts";
import type { Schema } from "../../domain/schema.ts";
import { logError } from "../../platform/observability/log.ts";
import { databaseSettings } from "../configuration.ts";

/** A step may take a while, and so may waiting for another one's: as long as the Data API lets it. */
const db = await connectDatabase(databaseSettings(), 45_000);

/** Any number, as long as nothing else locks by it. */
const lockId = 6_021_023;

/**
 * What a newer version has done to the database, as steps that this one need not know: after a deployment that was taken
 * back, the older functions run on what the newer ones have left, which every migration provides for.
 */
async function laterOnes(under: Transaction<Schema>): Promise<Record<string, Migration>> {
  const newest = Object.keys(migrations).sort().at(-1) ?? "";
  const { rows: tables } = await sql<{ name: string | null }>`
    SELECT to_regclass('kysely_migration')::text AS name`.execute(under);
  if (!tables[0]?.name) return {};
  const { rows } = await sql<{ name: string }>`
    SELECT name FROM kysely_migration WHERE name > ${newest} ORDER BY name`.execute(under);
  return Object.fromEntries(rows.map(({ name }) => [name, { up: async () => {} }]));
}

/**
 * Brings the database to the newest migration: all that are missing in one transaction, or none. Two at the same time
 * wait for each other by a lock, and the second has nothing to do; another transaction holds it, for at most the three
 * minutes that the Data API leaves one idle.
 * @throws what the first failing migration threw, so that the deployment fails
 */
export async function handler(): Promise<{ applied: string[] }> {
  const { error, results = [] } = await db.once.transaction().execute(async (lock) => {
    await sql`SELECT pg_advisory_xact_lock(${lockId}::int)::text`.execute(lock);
    const all = { ...migrations, ...(await laterOnes(lock)) };
    return new Migrator({ db: db.once, provider: { getMigrations: async () => all } }).migrateToLatest();
  });
  if (error) {
    logError("migration failed", error, {
      migration: results.find((result) => result.status === "Error")?.migrationName ?? "none",
    });
    throw error;
  }
  return { applied: results.map((result) => result.migrationName) };
}
