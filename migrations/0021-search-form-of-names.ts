import { type Kysely, sql } from "kysely";

/**
 * People are found by a form of their names without case and accents. It is the same in every Unicode normalization
 * (`searchForm` in `contract/normal-forms.ts`).
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const withoutAccents = sql`regexp_replace(normalize(full_name, NFKD), '[\\u0300-\\u036F]', '', 'g')`;
  await sql`
    CREATE INDEX users_full_name_search_prefix ON users ((
      translate(lower(${withoutAccents} COLLATE "und-x-icu"), 'ıłøđς', 'ilodσ')
    ) text_pattern_ops)`.execute(db);
  await sql`DROP INDEX users_full_name_caseless_prefix`.execute(db);
}
