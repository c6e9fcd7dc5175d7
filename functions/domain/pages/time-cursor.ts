import { type RawBuilder, sql } from "kysely";

/** Returns the cursor of a row in a list that is sorted by a time with milliseconds, and then by an id. */
export const timeCursor = (at: Date, id: string | number): string => `${at.getTime()}_${id}`;

/**
 * Returns the place of a cursor, to compare rows with it. The contract has checked the cursor's form.
 *
 * @param idType  the type of the id in the database
 * @example sql`(s.saved_at, s.message_id) < ${placeAt(cursor)}`
 */
export function placeAt(cursor: string, idType: "uuid" | "bigint" = "uuid"): RawBuilder<unknown> {
  const [milliseconds, id] = cursor.split("_");
  const at = new Date(Number(milliseconds)).toISOString();
  return sql`(${at}::timestamptz, ${id}::${sql.raw(idType)})`;
}
