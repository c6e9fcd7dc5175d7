import * as z from "zod/mini";
import { FieldError } from "./field-error-codes.ts";
import { type ProblemCode as Code, ProblemCode, problemTypes, problemTypeUri } from "./problem-codes.ts";

/** The media type of problem documents. */
export const problemMediaType = "application/problem+json";

/** Explains a refused request (RFC 9457). Programs read `code`. `detail` is English, for people. */
export const Problem = z
  .object({
    /** Identifies the problem type: the address of its documentation, relative to the server. */
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    // A code from a newer server reads as undefined. Clients then go by the status.
    code: z.catch(z.optional(ProblemCode), undefined),
    errors: z.optional(z.array(FieldError)),
    /** Identifies the request in the server's logs. */
    instance: z.optional(z.string()),
    /** The number of seconds after which another attempt makes sense. */
    retryAfter: z.optional(z.number()),
  })
  .register(z.globalRegistry, { id: "Problem" });
export type Problem = z.infer<typeof Problem>;

/** A problem as this server sends it: always with a code. */
export type SentProblem = Problem & { code: Code };

/** Starts a problem document: the parts that all problems with this code have in common, and the detail. */
export function problemWith(code: Code, detail: string): SentProblem {
  const { status, title } = problemTypes[code];
  return { type: problemTypeUri(code), title, status, detail, code };
}
