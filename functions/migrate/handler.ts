import { Migrator } from "kysely";
import { migrations } from "../../migrations/migrations.ts";
import { databaseSettings } from "../configuration.ts";
import { connect } from "../database/database.ts";
import { logError } from "../log.ts";

/** A step may take a while, and so may waiting for another one's: as long as the Data API lets it. */
const db = await connect(databaseSettings(), 45_000);

/**
 * Brings the database to the newest migration: all that are missing in one transaction, or none. Kysely takes
 * an advisory lock, so that two at the same time wait for each other and the second has nothing to do.
 * @throws what the first failing migration threw, so that the deployment fails
 */
export async function handler(): Promise<{ applied: string[] }> {
  const migrator = new Migrator({
    db: db.once,
    provider: { getMigrations: async () => ({ ...migrations }) },
  });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error) {
    logError("migration failed", error, {
      migration: results.find((result) => result.status === "Error")?.migrationName ?? "none",
    });
    throw error;
  }
  return { applied: results.map((result) => result.migrationName) };
}
