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

/** The commas between the names of a report. Those within a name in quotes do not count. */
const separators = /, (?=[^”]*(?:“|$))/;

/**
 * Replaces the names in a report by present ones.
 *
 * @param names  the present names of the people whom the report names, in its order, or undefined where a name is unknown
 * @example withPresentNames("Ada, “Bob, Ada”, +3", [undefined, "Ben"]) // "Ada, Ben, +3"
 */
export const withPresentNames = (report: string, names: readonly (string | undefined)[]): string =>
  report
    .split(separators)
    .map((part, at) => {
      const name = names[at];
      return name === undefined ? part : reportedName(name);
    })
    .join(", ");
