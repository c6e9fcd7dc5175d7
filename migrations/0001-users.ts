import { type Kysely, sql } from "kysely";

/**
 * Users. Usernames are stored in lower case. E-mail addresses keep their spelling and are unique regardless of case.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("users")
    .addColumn("id", "uuid", (column) => column.primaryKey())
    .addColumn("username", "text", (column) => column.notNull().unique())
    .addColumn("email", "text", (column) => column.notNull())
    .addColumn("full_name", "text")
    .addColumn("password_hash", "text", (column) => column.notNull())
    .addColumn("created_at", "timestamptz", (column) => column.notNull().defaultTo(sql`now()`))
    .addColumn("updated_at", "timestamptz", (column) => column.notNull().defaultTo(sql`now()`))
    .execute();
  await sql`CREATE UNIQUE INDEX users_email ON users (lower(email))`.execute(db);
  // With text_pattern_ops, LIKE 'prefix%' uses these indexes under any collation.
  await sql`CREATE INDEX users_username_prefix ON users (username text_pattern_ops)`.execute(db);
  await sql`CREATE INDEX users_full_name_prefix ON users (lower(full_name) text_pattern_ops)`.execute(db);
}
