import { type RawBuilder, sql } from "kysely";

/** Ids as a table `listed(id, position)`. The Data API takes no arrays, so they travel as one JSON text. */
export function idList(ids: readonly string[]): RawBuilder<{ id: string; position: number }> {
  return sql`(SELECT value::uuid AS id, ordinality AS position
    FROM json_array_elements_text(${JSON.stringify(ids)}::json) WITH ORDINALITY)`;
}
