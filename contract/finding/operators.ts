import * as z from "zod/mini";

/** The values of `has:`. Pictures, videos and recordings are files as well. */
export const features = ["link", "code", "file", "image", "video", "audio"] as const;
export type Feature = (typeof features)[number];

export const operatorNames = ["from", "in", "has", "is", "before", "after"] as const;
export type OperatorName = (typeof operatorNames)[number];

/**
 * An operator with its value. `from:` takes a username, a full name or `me`. `in:` takes the name of a conversation, or
 * `@` and a username for a direct one. `is:thread` finds replies in threads. `before:` and `after:`
 * take a day, such as `2026-11-25`.
 */
export type Restriction =
  | { name: "from" | "in" | "before" | "after"; value: string }
  | { name: "has"; value: Feature }
  | { name: "is"; value: "thread" };

export type Operator = Restriction & {
  /** The position in the query, in UTF-16 units. */
  start: number;
  end: number;
};

export interface ParsedSearch {
  operators: readonly Operator[];
  /** The rest of the query, which is a text to find. */
  words: string;
}

/** A day that a search accepts. The range covers every possible message. */
const Day = z.iso.date().check(z.regex(/^(19[7-9]|2\d\d)\d-/));

/** Quoted text contains no operators. A quoted value that is not closed yet ends with the query. */
const part = /"[^"]*"?|(?<=\s|^)(from|in|has|is|before|after):(?:"([^"]*)(?:"|$)|([^\s"]+))(?=\s|$)/giu;

const isFeature = (value: string): value is Feature => features.some((feature) => feature === value);

const isOperatorName = (name: string): name is OperatorName => operatorNames.some((each) => each === name);

function restrictionOf(name: string, value: string): Restriction | undefined {
  if (!isOperatorName(name)) return undefined;
  if (name === "has") {
    const feature = value.toLowerCase();
    return isFeature(feature) ? { name, value: feature } : undefined;
  }
  if (name === "is") return value.toLowerCase() === "thread" ? { name, value: "thread" } : undefined;
  if (name === "from" || name === "in") {
    const meant = value.trim();
    return /^[@#]?$/.test(meant) ? undefined : { name, value: meant };
  }
  return Day.safeParse(value).success ? { name, value } : undefined;
}

/**
 * Parses a search into its operators and its text. Anything that is not a valid operator is text.
 *
 * @example parseSearch('from:ada has:link "release notes"') // from and has, and the text ' "release notes"'
 */
export function parseSearch(query: string): ParsedSearch {
  const operators: Operator[] = [];
  for (const { 0: found, 1: name, 2: quoted, 3: bare, index } of query.matchAll(part)) {
    if (name === undefined) continue;
    const restriction = restrictionOf(name.toLowerCase(), quoted ?? bare ?? "");
    if (!restriction) continue;
    operators.push({ ...restriction, start: index, end: index + found.length });
  }
  return { operators, words: textWithout(query, operators) };
}

/** Removes operators from a query. They must be in their order. */
export function textWithout(query: string, operators: readonly Operator[]): string {
  let text = "";
  let done = 0;
  for (const { start, end } of operators) {
    text += query.slice(done, start);
    done = end;
  }
  return text + query.slice(done);
}

/**
 * Quotes operators in a query, so that it searches for their text.
 *
 * @example operatorsAsText('fox in:"old den"', parseSearch('fox in:"old den"').operators) // 'fox "in:old den"'
 */
export function operatorsAsText(query: string, operators: readonly Operator[]): string {
  let text = "";
  let done = 0;
  for (const { start, end } of operators) {
    text += `${query.slice(done, start)}"${query.slice(start, end).replaceAll('"', "")}"`;
    done = end;
  }
  return text + query.slice(done);
}

/** Writes an operator. Names with spaces need quotes, so quotes within a name are left out. */
export function writeOperator({ name, value }: Restriction): string {
  const text = value.replaceAll('"', "");
  return `${name}:${/\s/.test(text) ? `"${text}"` : text}`;
}

/**
 * Returns the times that a search is limited to. `after:` includes its day, and `before:` does not.
 *
 * @param startOf  returns the beginning of a day, which depends on the time zone
 */
export function timesOf(
  restrictions: readonly Restriction[],
  startOf: (day: string) => string,
): { after?: string; before?: string } {
  const days = (name: OperatorName) =>
    restrictions
      .filter((restriction) => restriction.name === name)
      .map(({ value }) => value)
      .sort();
  const after = days("after").at(-1);
  const before = days("before")[0];
  return {
    ...(after !== undefined && { after: startOf(after) }),
    ...(before !== undefined && { before: startOf(before) }),
  };
}
