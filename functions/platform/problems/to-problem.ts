import { problemWith, type SentProblem } from "../../../contract/problem.ts";
import { correlation } from "../observability/correlation.ts";
import { logError } from "../observability/log.ts";
import { Refusal } from "./refusal.ts";

/**
 * Turns anything thrown into a problem document (RFC 9457). An error that is not a refusal is a bug or an outage: it
 * is logged, and the caller learns only that the request failed.
 */
export function toProblem(error: unknown): SentProblem {
  if (error instanceof Refusal) {
    const { code, message, errors, retryAfter } = error;
    return {
      ...problemWith(code, message),
      ...(errors.length > 0 && { errors: [...errors] }),
      ...(retryAfter !== undefined && { retryAfter }),
    };
  }
  logError("unexpected error", error);
  const id = correlation()?.correlationId;
  return {
    ...problemWith("internal-error", "Something went wrong on our side. Please try again."),
    // Operators find the request in the logs by this id.
    ...(id && { instance: id }),
  };
}
