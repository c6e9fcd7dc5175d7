import { type Kysely, sql } from "kysely";

/**
 * The version of each file in its bucket. An upload form stays valid for some minutes, and its holder can upload again.
 * Each upload is a separate version, and only the recorded version is ever shown.
 *
 * Files of earlier releases have no recorded version until their first download, or until the cleanup seals them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const table of ["attachments", "pictures"]) {
    await sql`
      ALTER TABLE ${sql.table(table)}
        ADD version_id text,
        ADD is_sealed boolean NOT NULL DEFAULT false`.execute(db);
    await sql`
      CREATE INDEX ${sql.ref(`${table}_unsealed`)} ON ${sql.table(table)} (created_at) WHERE NOT is_sealed`.execute(
      db,
    );
  }
}
