import { type RawBuilder, sql } from "kysely";
import { pageBytes } from "./page-bytes.ts";

type Columns = (from: RawBuilder<unknown>) => RawBuilder<unknown>;

interface BoundedRows {
  /** Lists the columns of `rows`, from the relation with this alias. */
  columns: Columns;
  /** Lists the columns that the statement returns, if they differ from `columns`. */
  returned?: Columns;
  /** Selects `columns`, in at most one row more than the page may have. */
  rows: RawBuilder<unknown>;
  /** The order of the rows of `page`. */
  order: RawBuilder<unknown>;
  /** Counts the bytes of a row of `page`. */
  bytes: RawBuilder<unknown>;
}

/**
 * Selects the first rows, as many as fit into `pageBytes`, but at least one. The column `candidates` has the number of
 * all rows.
 *
 * @example sql`${boundedRows({
 *   columns: (from) => sql`${from}.id, ${from}.content`,
 *   rows: sql`SELECT d.id, d.content FROM drafts d ORDER BY d.id LIMIT ${limit + 1}`,
 *   order: sql`page.id`,
 *   bytes: sql`octet_length(page.content)`,
 * })}`
 */
export const boundedRows = ({
  columns,
  returned = columns,
  rows,
  order,
  bytes,
}: BoundedRows): RawBuilder<unknown> => sql`
  SELECT ${returned(sql`bounded`)}, bounded.candidates
  FROM (
    SELECT ${columns(sql`page`)}, count(*) OVER () AS candidates, row_number() OVER place AS position,
      sum(${bytes}) OVER place AS bytes
    FROM (${rows}) page
    WINDOW place AS (ORDER BY ${order})
  ) bounded
  WHERE bounded.position = 1 OR coalesce(bounded.bytes, 0) <= ${pageBytes}
  ORDER BY bounded.position`;
