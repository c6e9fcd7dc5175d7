/** The syntax in which a colon does not start a parameter. The last alternative is a parameter. */
const token =
  /(?:\b[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$(?<tag>[A-Za-z_]\w*)?\$[\s\S]*?\$\k<tag>\$|::)|:(?<name>\w+)/g;

/**
 * Rewrites the Data API's named parameters (`:name`) to PostgreSQL's numbered ones, each cast to the type
 * that the Data API binds. Casts (`::uuid`), strings, quoted identifiers, comments and dollar-quoted bodies
 * stay, and so do names that `typeOf` does not know.
 * @returns the statement, and the names in the order of their numbers
 */
export function numberParameters(
  sql: string,
  typeOf: (name: string) => string | undefined,
): { text: string; names: string[] } {
  const names: string[] = [];
  const text = sql.replace(token, (match, ...groups) => {
    const { name } = groups.at(-1) as { name?: string };
    const type = name === undefined ? undefined : typeOf(name);
    if (name === undefined || type === undefined) return match;
    const at = names.indexOf(name);
    return `$${at >= 0 ? at + 1 : names.push(name)}::${type}`;
  });
  return { text, names };
}
