import { type RawBuilder, sql } from "kysely";
import { caseless } from "./caseless.ts";

/**
 * Converts a column to the form by which names are found, like `searchForm` in `contract/normal-forms.ts`. The index on
 * users contains the same expression (migration 0021).
 */
export function searchFormOf(text: RawBuilder<unknown>): RawBuilder<string> {
  const withoutAccents = sql`regexp_replace(normalize(${text}, NFKD), '[\\u0300-\\u036F]', '', 'g')`;
  return sql`translate(${caseless(withoutAccents)}, 'ıłøđς', 'ilodσ')`;
}

/** Escapes the wildcards of `LIKE`. */
export const literally = (text: string): string => text.replace(/[\\%_]/g, "\\$&");
