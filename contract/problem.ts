import * as z from "zod/mini";

/** What was wrong with one field; `path` is dotted, as in `participantIds.3`. */
export const FieldError = z.object({ path: z.string(), message: z.string() });
export type FieldError = z.infer<typeof FieldError>;

/** A refusal, as RFC 9457 has it: `application/problem+json`. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    errors: z.optional(z.array(FieldError)),
    /** What the logs call this request, where it failed by our fault. */
    instance: z.optional(z.string()),
    /** Seconds after which another try makes sense. */
    retryAfter: z.optional(z.number()),
  })
  .register(z.globalRegistry, { id: "Problem" });
export type Problem = z.infer<typeof Problem>;
