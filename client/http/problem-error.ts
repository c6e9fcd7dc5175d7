import * as z from "zod/mini";
import type { FieldError } from "../../contract/field-error-codes.ts";
import { Problem } from "../../contract/problem.ts";
import { ProblemCode } from "../../contract/problem-codes.ts";
import { parseJson } from "../json.ts";

/** The server's codes and two of the client's own: no answer, or an answer without a problem document. */
export const ClientProblemCode = z.enum([...ProblemCode.options, "unreachable", "unexpected-answer"]);
export type ClientProblemCode = z.infer<typeof ClientProblemCode>;

type ProblemParts = Pick<Problem, "status" | "detail" | "errors" | "retryAfter"> & {
  code?: ClientProblemCode | undefined;
};

/**
 * The server refused a request, or could not be reached.
 *
 * @example
 * try {
 *   await client.conversations.update(id, { name });
 * } catch (error) {
 *   if (error instanceof ProblemError) show(error.errorAt("name")?.message ?? error.detail);
 *   else throw error;
 * }
 */
export class ProblemError extends Error {
  /** The HTTP status, or 0 when no answer came. */
  readonly status: number;
  /** The reason, for programs. Undefined if a newer server sent a code that this client does not know. */
  readonly code: ClientProblemCode | undefined;
  readonly errors: readonly FieldError[];
  /** Seconds until another attempt makes sense, if the server named them. */
  readonly retryAfter: number | undefined;

  constructor(problem: ProblemParts, options?: ErrorOptions) {
    super(problem.detail, options);
    this.name = "ProblemError";
    this.status = problem.status;
    this.code = problem.code;
    this.errors = problem.errors ?? [];
    this.retryAfter = problem.retryAfter;
  }

  /** Whether the same request may succeed later: it did not arrive, was throttled, or the server failed. */
  get isTemporary(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  /** The server's English text. */
  get detail(): string {
    return this.message;
  }

  /** The error of one field, to show beside it. */
  errorAt(path: string): FieldError | undefined {
    return this.errors.find((error) => error.path === path);
  }
}

/** The error of a request that got no answer. */
export const unreachable = (cause?: unknown): ProblemError =>
  new ProblemError(
    {
      status: 0,
      code: "unreachable",
      detail: "The server could not be reached. Please check your connection.",
    },
    { cause },
  );

/** The error for a refusal. API Gateway and CloudFront answer some requests themselves, without a problem document. */
export function problemOf(status: number, body: string): ProblemError {
  const detail = `The server answered with status ${status}.`;
  const fallback = { status, code: "unexpected-answer", detail } as const;
  return new ProblemError(parseJson(Problem, body) ?? fallback);
}

/**
 * Waits for a call of a route that a server of the previous release lacks.
 *
 * @returns the answer, or undefined if the server refuses
 * @throws {ProblemError} if the refusal is temporary
 */
export async function ifOffered<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof ProblemError) || error.isTemporary) throw error;
    return undefined;
  }
}
