/** Where a cell stands in the grid of its table. */
export interface CellPlace {
  /** The columns before it that a cell of an earlier row fills. */
  before: number;
  /** The columns that it fills. */
  width: number;
}

const grids = new WeakMap<Element, Map<Element, CellPlace>>();

/** A page may ask for any number of columns. */
const mostColumns = 20;

/** Returns the columns that a cell fills. */
function columnsOf(cell: Element): number {
  const span = Number.parseInt(cell.getAttribute("colspan") ?? "", 10);
  return span > 0 ? Math.min(span, mostColumns) : 1;
}

/** Returns the rows that a cell fills. Zero means all rows to the end of its part of the table. */
function rowsOf(cell: Element): number {
  const span = Number.parseInt(cell.getAttribute("rowspan") ?? "", 10);
  if (span === 0) return Number.POSITIVE_INFINITY;
  return span > 0 ? span : 1;
}

function gridOf(table: Element): Map<Element, CellPlace> {
  const places = new Map<Element, CellPlace>();
  /** The rows, from the current one on, that a cell above fills in each column. */
  let filled: number[] = [];
  let part: Element | null = null;
  for (const row of Array.from(table.querySelectorAll("tr"))) {
    // No cell continues in another part of the table, such as from the head in the body.
    if (row.parentElement !== part) filled = [];
    part = row.parentElement;
    let column = 0;
    for (const cell of Array.from(row.querySelectorAll("td, th"))) {
      const start = column;
      while ((filled[column] ?? 0) > 0) column++;
      const width = columnsOf(cell);
      const height = rowsOf(cell);
      places.set(cell, { before: column - start, width });
      // The current row also counts.
      const end = column + width;
      for (; column < end; column++) filled[column] = height;
    }
    for (let at = 0; at < filled.length; at++) filled[at] = Math.max(0, (filled[at] ?? 0) - 1);
  }
  return places;
}

/** Returns the place of a cell in a table that contains no other table. Merged cells fill several columns and rows. */
export function placeOfCell(cell: Element, table: Element): CellPlace {
  const grid = grids.get(table) ?? gridOf(table);
  grids.set(table, grid);
  return grid.get(cell) ?? { before: 0, width: 1 };
}
