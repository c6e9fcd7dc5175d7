import { type Kysely, sql } from "kysely";

/**
 * People are found by any part of their names. The index contains the groups of three letters of a user's form for
 * search (`nameFormOf` in `functions/domain/users/name-search.ts`).
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE EXTENSION IF NOT EXISTS pg_trgm`.execute(db);
  const names = sql`(' ' || username || ' ' || coalesce(full_name, ''))`;
  const withoutAccents = sql`regexp_replace(normalize(${names}, NFKD), '[\\u0300-\\u036F]', '', 'g')`;
  await sql`
    CREATE INDEX users_name_parts ON users USING gin ((
      translate(lower(${withoutAccents} COLLATE "und-x-icu"), 'ıłøđς', 'ilodσ')
    ) gin_trgm_ops) WITH (fastupdate = off)`.execute(db);
}
