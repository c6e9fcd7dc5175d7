import type { FieldError } from "../../../contract/field-error-codes.ts";
import type { ProblemCode } from "../../../contract/problem-codes.ts";

/**
 * Refuses a request. Each kind of refusal is a class with a code, and `toProblem` is the only place that turns one
 * into a problem document. The message becomes the problem's `detail`: a sentence for people, without secrets.
 *
 * @example
 * export class UsernameTaken extends Refusal {
 *   readonly code = "username-taken";
 *   override readonly errors = [fieldError("username", "taken")];
 *   constructor() {
 *     super("This username is already in use. Please choose another one.");
 *   }
 * }
 */
export abstract class Refusal extends Error {
  abstract readonly code: ProblemCode;
  /** The fields at fault, if the caller can correct them. */
  readonly errors: readonly FieldError[] = [];
  /** Whole seconds until another attempt makes sense, as in the header `Retry-After` (RFC 9110, 10.2.3). */
  readonly retryAfter: number | undefined = undefined;

  override get name() {
    return this.constructor.name;
  }
}

/**
 * Reports that something does not exist. The answer is the same if it exists but the caller must not know, so that
 * ids cannot be probed.
 */
export abstract class NotFound extends Refusal {}
