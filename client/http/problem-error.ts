import * as z from "zod/mini";
import type { FieldError } from "../../contract/field-errors.ts";
import { Problem } from "../../contract/problem.ts";
import { ProblemCode } from "../../contract/problem-codes.ts";

/** The server's codes, and two of the client: no answer came, or one without a problem document. */
export const ClientProblemCode = z.enum([...ProblemCode.options, "unreachable", "unexpected-answer"]);
export type ClientProblemCode = z.infer<typeof ClientProblemCode>;

type ProblemParts = Pick<Problem, "status" | "detail" | "errors" | "retryAfter"> & {
  code?: ClientProblemCode | undefined;
};

/** A refusal of the server, or that it could not be reached. */
export class ProblemError extends Error {
  readonly status: number;
  /** The reason, for programs. Undefined if a newer server sent a code that this client does not know. */
  readonly code: ClientProblemCode | undefined;
  readonly errors: readonly FieldError[];
  /** Seconds after which another try makes sense, if the server said so. */
  readonly retryAfter: number | undefined;

  constructor(problem: ProblemParts) {
    super(problem.detail);
    this.name = "ProblemError";
    this.status = problem.status;
    this.code = problem.code;
    this.errors = problem.errors ?? [];
    this.retryAfter = problem.retryAfter;
  }

  /** Trying the same again may help: it did not arrive, or the fault was the server's. */
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

/** The request did not get through. */
export const unreachable = () =>
  new ProblemError({
    status: 0,
    code: "unreachable",
    detail: "The server could not be reached. Please check your connection.",
  });

/** The refusal in a response, whatever form it has. */
export async function problemOf(response: Response): Promise<ProblemError> {
  const body: unknown = await response.json().catch(() => undefined);
  const problem = Problem.safeParse(body);
  return new ProblemError(
    problem.success
      ? problem.data
      : {
          status: response.status,
          code: "unexpected-answer",
          detail: `The server answered with status ${response.status}.`,
        },
  );
}
