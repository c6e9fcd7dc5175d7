import { type RawBuilder, sql } from "kysely";
import { caseless } from "./caseless.ts";

/**
 * Converts a column to the form by which names are found, like `searchForm` in `contract/normal-forms.ts`. The indexes
 * on users contain the same expression (migration 0060). PostgreSQL's regular expressions know no scripts, so this one
 * lists the marks of Arabic, Hebrew and Syriac.
 */
export function searchFormOf(text: RawBuilder<unknown>): RawBuilder<string> {
  const withoutMarks = sql`regexp_replace(normalize(${text}, NFKD), '[\\u00AD\\u0300-\\u036F\\u0591-\\u05BD\\u05BF\\u05C1\\u05C2\\u05C4\\u05C5\\u05C7\\u0610-\\u061A\\u0640\\u064B-\\u065F\\u0670\\u06D6-\\u06DC\\u06DF-\\u06E4\\u06E7\\u06E8\\u06EA-\\u06ED\\u0711\\u0730-\\u074A\\u0897-\\u089F\\u08CA-\\u08E1\\u08E3-\\u08FF\\u200B-\\u200D\\u2060\\uFB1E\\uFE00-\\uFE0F\\uFEFF]', '', 'g')`;
  const lower = caseless(withoutMarks);
  const upper = sql`upper(${lower} COLLATE "und-x-icu")`;
  const letters = sql`translate(${caseless(upper)}, 'ıłøđðħςٱىیکةہھ', 'iloddhσاييكههه')`;
  return sql`replace(replace(replace(${letters}, 'œ', 'oe'), 'æ', 'ae'), 'þ', 'th')`;
}

/** Escapes the wildcards of `LIKE`. */
export const literally = (text: string): string => text.replace(/[\\%_]/g, "\\$&");
