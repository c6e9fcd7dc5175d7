import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Kysely, sql } from "kysely";

const folder = join(import.meta.dirname, "released-functions");

/** Creates the unversioned database functions that a database had after a migration of a release before 0.2. */
export async function createReleasedFunctions<Tables>(db: Kysely<Tables>, migration: string): Promise<void> {
  for (const file of readdirSync(folder).sort()) {
    if (file.replace(".sql", "") <= migration) {
      await sql.raw(readFileSync(join(folder, file), "utf8")).execute(db);
    }
  }
}
