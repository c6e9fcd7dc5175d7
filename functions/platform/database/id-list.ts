import { type RawBuilder, sql } from "kysely";

/**
 * Ids as a table with the columns `id` and `position`. They travel as JSON text because the Data API takes no arrays.
 * The limit tells the planner how few they are, so that it looks other rows up by their indexes.
 */
export function idList(ids: readonly string[]): RawBuilder<{ id: string; position: number }> {
  return sql`(SELECT value::uuid AS id, ordinality AS position
    FROM json_array_elements_text(${JSON.stringify(ids)}::json) WITH ORDINALITY LIMIT ${ids.length})`;
}
