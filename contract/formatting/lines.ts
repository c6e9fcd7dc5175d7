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

/** Removes up to `count` columns of white space from the beginning of a line. */
export function withoutIndent(line: string, count: number): string {
  const { columns, length } = indentOf(line);
  return columns === 0 ? line : " ".repeat(Math.max(0, columns - count)) + line.slice(length);
}

export const isBlank = (line: string): boolean => /^\s*$/.test(line);
