import type * as z from "zod/mini";
import type { FieldError, Problem } from "../../../contract/problem.ts";
import { correlation } from "../observability/correlation.ts";
import { logError } from "../observability/log.ts";
import { Invalid, Refusal, TooFast, Unavailable } from "./refusals.ts";

const titles: Record<number, string> = {
  400: "Bad request",
  401: "Not signed in",
  403: "Not allowed",
  404: "Not found",
  409: "Conflict",
  413: "Too large",
  429: "Too fast",
  500: "Internal error",
  501: "Not offered",
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
      ...((error instanceof Unavailable || error instanceof TooFast) && { retryAfter: error.retryAfter }),
    };
  }
  logError("unexpected error", error);
  const id = correlation()?.correlationId;
  return {
    type: "about:blank",
    title: "Internal error",
    status: 500,
    detail: "Something went wrong on our side. Please try again.",
    // By which whoever is on call finds what happened.
    ...(id && { instance: id }),
  };
}

/** What stands at a path of a parsed JSON value. */
function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      inner instanceof Object ? Object.getOwnPropertyDescriptor(inner, key)?.value : undefined,
    value,
  );
}

/** Zod's issues with `value` as errors of the wire. */
function fieldErrors(error: z.core.$ZodError, value: unknown): FieldError[] {
  return error.issues.map((issue) => {
    const isMissing = issue.path.length > 0 && valueAt(value, issue.path) === undefined;
    const isWrongType = issue.code === "invalid_type";
    const message = isMissing
      ? "is required"
      : isWrongType
        ? `must be of type ${issue.expected}`
        : issue.message;
    return { path: issue.path.join("."), message };
  });
}

/**
 * `value` as the schema has it.
 * @throws Invalid  naming each field that does not fit
 */
export function parse<S extends z.ZodMiniType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (!result.success) throw new Invalid(fieldErrors(result.error, value));
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
