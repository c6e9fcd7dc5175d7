import { ServiceError } from "../service-error.ts";
import type { LambdaFunction } from "./function.ts";
import { FunctionError } from "./function-error.ts";

/** The outcome of an invocation. A failed function also answers with 200 (Lambda's `X-Amz-Function-Error`). */
export interface Invocation {
  payload: unknown;
  functionError: "Unhandled" | undefined;
}

/** Lambda's operation `Invoke`, for the functions to which the template gives a name. */
export class InvokeApi {
  #functions: ReadonlyMap<string, LambdaFunction> = new Map();

  /** Replaces the functions by those of a deployment. */
  configure(functions: ReadonlyMap<string, LambdaFunction>): void {
    this.#functions = functions;
  }

  /** Invokes a function and waits for its result. @throws {ServiceError} */
  async invoke(name: string, type: string, payload: unknown): Promise<Invocation> {
    if (type !== "RequestResponse") {
      throw new ServiceError(
        400,
        "InvalidParameterValueException",
        `The local stack does not support ${type}`,
      );
    }
    const fn = this.#functions.get(name);
    if (!fn) throw new ServiceError(404, "ResourceNotFoundException", `Function not found: ${name}`);
    try {
      return { payload: await fn.invoke(payload, "Invoke"), functionError: undefined };
    } catch (error) {
      if (!(error instanceof FunctionError)) throw error;
      const { errorType, message: errorMessage, trace } = error;
      return { payload: { errorType, errorMessage, trace }, functionError: "Unhandled" };
    }
  }
}
