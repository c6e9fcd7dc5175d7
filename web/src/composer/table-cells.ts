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

function spanOf(cell: Element, attribute: "colspan" | "rowspan"): number {
  const span = Number(cell.getAttribute(attribute) ?? 1);
  return Number.isInteger(span) && span > 0 ? Math.min(span, mostColumns) : 1;
}

function gridOf(table: Element): Map<Element, CellPlace> {
  const places = new Map<Element, CellPlace>();
  /** The rows, from the current one on, that a cell above fills in each column. */
  const filled: number[] = [];
  for (const row of Array.from(table.querySelectorAll("tr"))) {
    let column = 0;
    for (const cell of Array.from(row.querySelectorAll("td, th"))) {
      const start = column;
      while ((filled[column] ?? 0) > 0) column++;
      const width = spanOf(cell, "colspan");
      places.set(cell, { before: column - start, width });
      // The current row also counts.
      const end = column + width;
      for (; column < end; column++) filled[column] = spanOf(cell, "rowspan");
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
