import QuickLRU from "quick-lru";

/** A statement with PostgreSQL's numbered parameters, and the names of these in the order of their numbers. */
interface NumberedStatement {
  text: string;
  names: readonly string[];
}

/** A statement that functions have sent before. */
interface RepeatedStatement extends NumberedStatement {
  /** How often it was sent. */
  uses: number;
  /** The name under which connections keep it prepared, if it is sent often. */
  preparedAs?: string;
}

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
): NumberedStatement {
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

/** As many statements as functions use often. */
const keptStatements = 500;

/**
 * A statement is prepared from this use on. Each connection keeps its prepared statements, so their number is limited:
 * further ones are parsed with each use.
 */
const usesBeforePreparing = 5;
const preparedStatements = 200;
let prepared = 0;

/** The statements that were rewritten last, by their text and the types of their parameters. */
const kept = new QuickLRU<string, RepeatedStatement>({ maxSize: keptStatements });

/**
 * Rewrites a statement like `numberParameters`, and remembers the result, because functions repeat few
 * statements.
 *
 * @param types  the type of each parameter by its name
 */
export function numberedStatement(sql: string, types: ReadonlyMap<string, string>): RepeatedStatement {
  const key = JSON.stringify([sql, ...types]);
  const known = kept.get(key);
  if (!known) {
    const statement = { ...numberParameters(sql, (name) => types.get(name)), uses: 1 };
    kept.set(key, statement);
    return statement;
  }
  known.uses++;
  if (known.uses === usesBeforePreparing && prepared < preparedStatements)
    known.preparedAs = `data_api_${++prepared}`;
  return known;
}
