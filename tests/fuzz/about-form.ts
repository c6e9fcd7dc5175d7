import { dataErrorCodes, type FieldErrorCode } from "../../contract/field-error-codes.ts";
import type { Problem } from "../../contract/problem.ts";
import type { RouteName } from "../../contract/routes.ts";

const aboutData = new Set<FieldErrorCode>(dataErrorCodes);

/**
 * Whether the server refused a request because of its form alone.
 * @param name  the route. An edit may empty a message only if it has files, which is about data.
 */
export function isAboutForm({ code, errors = [] }: Problem, name?: RouteName): boolean {
  if (code === "invalid-json" || code === "invalid-cursor" || code === "bad-request") return true;
  const isData = (error: FieldErrorCode | undefined) =>
    error !== undefined && (aboutData.has(error) || (name === "editMessage" && error === "empty"));
  return code === "invalid-request" && !errors.every((error) => isData(error.code));
}
