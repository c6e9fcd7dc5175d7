import { type RawBuilder, sql } from "kysely";
import { searchForm } from "../../../contract/normal-forms.ts";
import { literally, searchFormOf } from "../../platform/database/search-form.ts";

/**
 * The form for search of a user's names, with a space before each. Migration 0024 has an index on the same expression.
 */
export const nameFormOf = (users: string): RawBuilder<string> =>
  searchFormOf(
    sql`(' ' || ${sql.ref(`${users}.username`)} || ' ' || coalesce(${sql.ref(`${users}.full_name`)}, ''))`,
  );

/** Scripts whose names are short and have no spaces. */
const isShortScript = (word: string) => /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}]/u.test(word);

/** Returns the words of a query. All of them must occur in a name. */
export const wordsOf = (query: string): string[] => searchForm(query).trim().split(/\s+/).filter(Boolean);

/**
 * The condition that a name contains all words. One or two letters must begin a word, because the index contains groups
 * of three letters, and so few letters occur in most names.
 */
export function containsAll(form: RawBuilder<string>, words: readonly string[]): RawBuilder<boolean> {
  const contains = (word: string) => {
    const text = literally(word);
    return [...word].length > 2 || isShortScript(word)
      ? sql`${form} LIKE ${`%${text}%`}`
      : sql`(${form} LIKE ${`% ${text}%`} OR ${form} LIKE ${`%-${text}%`})`;
  };
  return sql`(${sql.join(words.map(contains), sql` AND `)})`;
}
