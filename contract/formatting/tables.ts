import { hasVisibleCharacter } from "../visible.ts";
import { codeSpansOf } from "./code-spans.ts";
import { headingMark, quoteMark } from "./lines.ts";
import type { Work } from "./work.ts";

/** Whether a line is the one below a table's header. Most lines fail the first test. */
const isDelimiter = (line: string, cells: () => string[]) =>
  /^[\s|:-]*$/.test(line) && line.includes("|") && cells().every((cell) => /^:?-+:?$/.test(cell));

/** Splits a row at its `|`, except in code spans. */
function cellsOf(row: string, work: Work): string[] {
  work(row.length);
  const code = codeSpansOf(row, work);
  const cells: string[] = [];
  let start = 0;
  let codeEnd = 0;
  for (const { 0: found, index } of row.matchAll(/`+|\|/g)) {
    if (index < codeEnd) continue;
    if (found !== "|") codeEnd = code.get(index)?.end ?? codeEnd;
    else {
      cells.push(row.slice(start, index).trim());
      start = index + 1;
    }
  }
  cells.push(row.slice(start).trim());
  // A row may have a `|` at its ends.
  if (cells.length > 1 && cells[0] === "") cells.shift();
  if (cells.length > 1 && cells.at(-1) === "") cells.pop();
  return cells;
}

/** Whether a line is a row. A quotation or a title ends the table above it. */
const isRow = (line = ""): boolean => line.includes("|") && !quoteMark.test(line) && !headingMark.test(line);

/** Reads the table that begins with the line at `start`. A row may have more or fewer cells than the header. */
export function tableAt(
  lines: readonly string[],
  start: number,
  work: Work,
): { header: string[]; rows: string[][]; end: number } | undefined {
  const [first = "", second = ""] = lines.slice(start, start + 2);
  if (!first.includes("|") || !isDelimiter(second, () => cellsOf(second, work))) return undefined;
  const header = cellsOf(first, work);
  if (!header.some(hasVisibleCharacter) || cellsOf(second, work).length !== header.length) return undefined;
  let end = start + 2;
  while (isRow(lines[end])) end++;
  return { header, rows: lines.slice(start + 2, end).map((line) => cellsOf(line, work)), end };
}
