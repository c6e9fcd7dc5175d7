import { reportedNames } from "../../../contract/limits.ts";
import type { User } from "../../../contract/users.ts";

/** The marks of quotes, the commas of all scripts, and the sign before the number of the others. */
const ambiguous = /[“”,،‚、﹐﹑，､]|^\+/u;

/** A name within a report. One that could pass for several names stands in quotes. */
export function reportedName({ fullName, username }: Pick<User, "fullName" | "username">): string {
  const name = fullName ?? username;
  return ambiguous.test(name) ? `“${name.replace(/[“”]/g, "'")}”` : name;
}

/**
 * Lists the first names of people, and the number of the others.
 *
 * @example namesOf([ada, bobAndAda]) // "Ada, “Bob, Ada”"
 */
export function namesOf(people: readonly Pick<User, "fullName" | "username">[]): string {
  const others = people.length - reportedNames;
  const names = people.slice(0, reportedNames).map(reportedName);
  return [...names, ...(others > 0 ? [`+${others}`] : [])].join(", ");
}
