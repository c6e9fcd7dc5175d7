/** The marks of quotes, the commas of all scripts, and the sign before the number of the others. */
const ambiguous = /[“”,،‚、﹐﹑，､]|^\+/u;

/** A name within a report. One that could pass for several names stands in quotes. */
const reportedName = (name: string): string =>
  ambiguous.test(name) ? `“${name.replace(/[“”]/g, "'")}”` : name;

/**
 * Lists the names of people in a report, and the number of the others.
 *
 * @example reportedPeople(["Ada", "Bob, Ada"], 3) // "Ada, “Bob, Ada”, +3"
 */
export const reportedPeople = (names: readonly string[], others: number): string =>
  [...names.map(reportedName), ...(others > 0 ? [`+${others}`] : [])].join(", ");

/** Returns the number of people whom a report does not name. */
export const othersIn = (report: string): number => Number(/, \+(\d+)$/.exec(report)?.[1] ?? 0);
