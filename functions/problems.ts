import type * as z from "zod";
import type { FieldError, Problem } from "../contract/problem.ts";
import { logError } from "./log.ts";
import { Invalid, Refusal, Unavailable } from "./refusals.ts";

const titles: Record<number, string> = {
  400: "Bad request",
  401: "Not signed in",
  403: "Not allowed",
  404: "Not found",
  409: "Conflict",
  413: "Too large",
  500: "Internal error",
  503: "Unavailable",
};

/**
 * The problem document (RFC 9457) of anything thrown. What is not a refusal is a fault of ours: it is logged,
 * and the caller learns only that it happened.
 */
export function toProblem(error: unknown): Problem {
  if (error instanceof Refusal) {
    return {
      type: "about:blank",
      title: titles[error.status] ?? "Refused",
      status: error.status,
      detail: error.message,
      ...(error.errors.length > 0 && { errors: [...error.errors] }),
      ...(error instanceof Unavailable && { retryAfter: error.retryAfter }),
    };
  }
  logError("unexpected error", error);
  return {
    type: "about:blank",
    title: "Internal error",
    status: 500,
    detail: "Something went wrong on our side. Please try again.",
  };
}

/** Zod's issues as errors of the wire; `prefix` says where the value stood, if not at the top. */
export function fieldErrors(error: z.ZodError): FieldError[] {
  return error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => ({ path: [...issue.path, key].join("."), message: "is not known" }))
      : [
          {
            path: issue.path.join("."),
            message: issue.code === "invalid_type" ? describeType(issue) : issue.message,
          },
        ],
  );
}

function describeType(issue: { expected: string; input?: unknown; message: string }): string {
  return issue.message.includes("undefined") ? "is required" : `must be of type ${issue.expected}`;
}

/**
 * `value` as the schema has it.
 * @throws Invalid  naming each field that does not fit
 */
export function parse<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (!result.success) throw new Invalid(fieldErrors(result.error));
  return result.data;
}

/**
 * JSON from outside.
 * @throws Invalid  if it is not JSON; the text itself is not repeated
 */
export function parseJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    throw new Invalid([{ path: "", message: "is not valid JSON" }], "The body is not valid JSON.");
  }
}
