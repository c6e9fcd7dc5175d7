import fc from "fast-check";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { db } from "../../../tests/support/domain.ts";
import { boundedRows } from "./bounded-rows.ts";
import { takePage } from "./page.ts";
import { pageBytes } from "./page-bytes.ts";

interface Row {
  number: number;
  bytes: number;
  candidates: number;
}

/** Lists rows of these sizes, as a list of the domain does. */
async function list(sizes: readonly number[], limit: number, cursor: string | null) {
  const { rows } = await sql<Row>`${boundedRows({
    columns: (from) => sql`${from}.number, ${from}.size`,
    returned: (from) => sql`${from}.number, ${from}.size AS bytes`,
    rows: sql`
      SELECT listed.number, listed.size::bigint AS size
      FROM json_array_elements_text(${JSON.stringify(sizes)}::json) WITH ORDINALITY listed(size, number)
      WHERE listed.number > ${Number(cursor ?? 0)}
      ORDER BY listed.number LIMIT ${limit + 1}`,
    order: sql`page.number`,
    bytes: sql`page.size`,
  })}`.execute(db.repeatable);
  return takePage(rows, limit, (last) => String(last.number));
}

async function listAll(sizes: readonly number[], limit: number): Promise<Row[][]> {
  const pages: Row[][] = [];
  let cursor: string | null = null;
  do {
    const page = await list(sizes, limit, cursor);
    pages.push(page.rows);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return pages;
}

const total = (rows: readonly Row[]) => rows.reduce((sum, { bytes }) => sum + bytes, 0);

describe("The pages of a list", () => {
  test("contain every row once, and end when the next row would exceed the number or the bytes", async () => {
    const size = fc.oneof(fc.nat(100), fc.nat(pageBytes), fc.constant(pageBytes + 1));
    await fc.assert(
      fc.asyncProperty(
        fc.array(size, { maxLength: 12 }),
        fc.integer({ min: 1, max: 5 }),
        async (sizes, limit) => {
          const pages = await listAll(sizes, limit);
          expect(pages.flat().map(({ bytes }) => bytes)).toEqual(sizes);
          for (const [at, page] of pages.entries()) {
            expect(page.length).toBeLessThanOrEqual(limit);
            if (page.length > 1) expect(total(page)).toBeLessThanOrEqual(pageBytes);
            const next = pages[at + 1]?.[0];
            if (next) expect(page.length === limit || total([...page, next]) > pageBytes).toBe(true);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  test("are one empty page if the list is empty", async () => {
    expect(await listAll([], 3)).toEqual([[]]);
  });
});
