import { type Kysely, sql } from "kysely";

/**
 * Indexes that fold case by a named collation. The default collation of a database decides which letters `lower`
 * folds, and differs between servers. The operator class compares bytes, so that a newer version of ICU, which may sort
 * differently, leaves the indexes intact.
 *
 * The index names of the previous release begin with `users_email` too, because it recognizes a taken address by them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE UNIQUE INDEX users_email_caseless ON users (lower(email COLLATE "und-x-icu") text_pattern_ops)`.execute(
    db,
  );
  await sql`
    CREATE INDEX users_full_name_caseless_prefix
    ON users (lower(full_name COLLATE "und-x-icu") text_pattern_ops)`.execute(db);
  await sql`DROP INDEX users_email`.execute(db);
  await sql`DROP INDEX users_full_name_prefix`.execute(db);
}
