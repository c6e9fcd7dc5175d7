import { type Kysely, sql } from "kysely";

/**
 * The form for search folds more letters (`searchForm` in `contract/normal-forms.ts`). The indexes on the names of users
 * contain that form. For the words of messages, see 0061.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const formOf = (text: string) => {
    const withoutMarks = sql`regexp_replace(normalize(${sql.raw(text)}, NFKD), '[\\u00AD\\u0300-\\u036F\\u0591-\\u05BD\\u05BF\\u05C1\\u05C2\\u05C4\\u05C5\\u05C7\\u0610-\\u061A\\u0640\\u064B-\\u065F\\u0670\\u06D6-\\u06DC\\u06DF-\\u06E4\\u06E7\\u06E8\\u06EA-\\u06ED\\u0711\\u0730-\\u074A\\u0897-\\u089F\\u08CA-\\u08E1\\u08E3-\\u08FF\\u200B-\\u200D\\u2060\\uFB1E\\uFE00-\\uFE0F\\uFEFF]', '', 'g')`;
    const lower = sql`lower(${withoutMarks} COLLATE "und-x-icu")`;
    const upper = sql`upper(${lower} COLLATE "und-x-icu")`;
    const folded = sql`lower(${upper} COLLATE "und-x-icu")`;
    const letters = sql`translate(${folded}, 'ıłøđðħςٱىیکةہھ', 'iloddhσاييكههه')`;
    return sql`replace(replace(replace(${letters}, 'œ', 'oe'), 'æ', 'ae'), 'þ', 'th')`;
  };
  await sql`DROP INDEX users_full_name_search_prefix, users_name_parts`.execute(db);
  await sql`
    CREATE INDEX users_full_name_search_prefix ON users ((${formOf("full_name")}) text_pattern_ops)`.execute(
    db,
  );
  await sql`
    CREATE INDEX users_name_parts ON users USING gin ((
      ${formOf("(' ' || username || ' ' || coalesce(full_name, ''))")}
    ) gin_trgm_ops) WITH (fastupdate = off)`.execute(db);
}
