import type { FieldErrorCode } from "../../contract/field-errors.ts";
import type { Problem } from "../../contract/problem.ts";
import type { RouteName } from "../../contract/routes.ts";

/** Fields with these codes fit the schema, but not the data. No document can state such a limit. */
export const aboutData: readonly FieldErrorCode[] = [
  "after-last-message",
  "common-password",
  "group-full",
  "groups-only",
  "like-your-name",
  "link-expired",
  "not-your-picture",
  "one-other-person",
  "own-role",
  "taken",
  "too-many-reactions",
  "unknown-files",
  "unknown-message",
  "unknown-user",
  "wrong-password",
];

/**
 * Whether the server refused a request because of its form alone.
 * @param name  the route. An edit may empty a message only if it has files, which is about data.
 */
export function isAboutForm({ code, errors = [] }: Problem, name?: RouteName): boolean {
  if (code === "invalid-json" || code === "invalid-cursor" || code === "bad-request") return true;
  const isData = (error: FieldErrorCode | undefined) =>
    error !== undefined && (aboutData.includes(error) || (name === "editMessage" && error === "empty"));
  return code === "invalid-request" && !errors.every((error) => isData(error.code));
}
