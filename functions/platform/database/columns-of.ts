import { type RawBuilder, sql } from "kysely";

/** Lists columns of `from`: a table, an alias, or a column that holds a row. Write such a column in parentheses. */
export const columnsOf = (from: RawBuilder<unknown>, columns: readonly string[]): RawBuilder<unknown> =>
  sql.join(columns.map((column) => sql`${from}.${sql.ref(column)}`));
