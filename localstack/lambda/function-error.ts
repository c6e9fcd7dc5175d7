/** The function failed: it threw, crashed or exceeded its timeout. */
export class FunctionError extends Error {
  constructor(
    readonly errorType: string,
    message: string,
    readonly trace: readonly string[] = [],
  ) {
    super(message);
  }
}

/**
 * Handles a failed invocation that has no caller: the function's log has the reason, and the next invocation happens
 * regardless.
 *
 * @throws every other error
 */
export function ignoreFunctionError(error: unknown): void {
  if (!(error instanceof FunctionError)) throw error;
}
