/** The width of the white space at the beginning of a line. A tab ends at the next multiple of four columns. */
export function indentOf(line: string): { columns: number; length: number } {
  let columns = 0;
  let length = 0;
  for (; length < line.length; length++) {
    if (line[length] === " ") columns++;
    else if (line[length] === "\t") columns += 4 - (columns % 4);
    else break;
  }
  return { columns, length };
}

/**
 * Removes up to `count` columns of white space from the beginning of a line. The white space behind them stays as typed,
 * because the tabs of code have a meaning. Of a tab that is removed in part, spaces stay.
 */
export function withoutIndent(line: string, count: number): string {
  let columns = 0;
  let length = 0;
  for (; columns < count; length++) {
    if (line[length] === " ") columns++;
    else if (line[length] === "\t") columns += 4 - (columns % 4);
    else break;
  }
  return " ".repeat(Math.max(0, columns - count)) + line.slice(length);
}

export const isBlank = (line: string): boolean => /^\s*$/.test(line);

/** Behind a mark, the wide space of Japanese and Chinese keyboards counts as well. */
export const headingMark = /^ {0,3}#{1,6}[ \t\u3000]+(?=\S)/;
/** Without a space, only a letter or a quotation mark that is not in ASCII makes a quote: `>_<`, `>5` and `>︿<` are text. */
export const quoteMark = /^ {0,3}>(?:[ \t\u3000]|$|(?=\p{L}|[\p{Pi}„‚「『《〈]))/u;
