import { parse, type Token } from "@messageformat/parser";

/** The type of the value that a component passes for a placeholder. */
export type PlaceholderType = "string" | "number";

/** The forms of one `{name, plural, …}`. Exact forms such as `=0` do not count. */
export interface Plural {
  name: string;
  categories: ReadonlySet<string>;
}

export interface Placeholders {
  types: ReadonlyMap<string, PlaceholderType>;
  plurals: readonly Plural[];
}

/**
 * Returns the placeholders of an ICU message.
 *
 * @throws {SyntaxError} if the message is not valid
 * @example
 * placeholdersOf("{count, plural, one {# file} other {# files}} of {name}").types
 * // Map { "count" => "number", "name" => "string" }
 */
export function placeholdersOf(message: string): Placeholders {
  const types = new Map<string, PlaceholderType>();
  const plurals: Plural[] = [];
  const visit = (tokens: readonly Token[]): void => {
    for (const token of tokens) {
      switch (token.type) {
        case "argument":
          // A placeholder may occur twice, as `{count}` within `{count, plural, …}`.
          if (!types.has(token.arg)) types.set(token.arg, "string");
          break;
        case "function":
          if (token.key !== "number") throw new SyntaxError(`Messages cannot use the format ${token.key}`);
          types.set(token.arg, "number");
          break;
        case "plural":
        case "selectordinal": {
          types.set(token.arg, "number");
          const keys = token.cases.map(({ key }) => key).filter((key) => !key.startsWith("="));
          if (token.type === "plural") plurals.push({ name: token.arg, categories: new Set(keys) });
          break;
        }
        case "select":
          types.set(token.arg, "string");
          break;
        default:
      }
      if ("cases" in token) for (const { tokens: inner } of token.cases) visit(inner);
    }
  };
  visit(parse(message));
  return { types, plurals };
}
