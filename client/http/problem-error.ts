import { type FieldError, Problem } from "../../contract/problem.ts";

/** A refusal of the server, or that it could not be reached. */
export class ProblemError extends Error {
  readonly status: number;
  readonly errors: readonly FieldError[];
  /** Seconds after which another try makes sense, if the server said so. */
  readonly retryAfter: number | undefined;

  constructor(problem: Pick<Problem, "status" | "detail" | "errors" | "retryAfter">) {
    super(problem.detail);
    this.name = "ProblemError";
    this.status = problem.status;
    this.errors = problem.errors ?? [];
    this.retryAfter = problem.retryAfter;
  }

  /** Trying the same again may help: it did not arrive, or the fault was the server's. */
  get isTemporary(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  /** What was wrong with one field, for showing beside it. */
  messageFor(path: string): string | undefined {
    return this.errors.find((error) => error.path === path)?.message;
  }
}

/** The request did not get through. */
export const unreachable = () =>
  new ProblemError({ status: 0, detail: "The server could not be reached. Please check your connection." });

/** The refusal in a response, whatever form it has. */
export async function problemOf(response: Response): Promise<ProblemError> {
  const body: unknown = await response.json().catch(() => undefined);
  const problem = Problem.safeParse(body);
  return new ProblemError(
    problem.success
      ? problem.data
      : { status: response.status, detail: `The server answered with status ${response.status}.` },
  );
}
