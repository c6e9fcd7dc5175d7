import type * as z from "zod";

/** An error of an AWS service: a status, an exception's name and a message. */
export class ServiceError extends Error {
  constructor(
    readonly status: number,
    override readonly name: string,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Parses a request. @throws {ServiceError} of this name about the first field that does not match the schema
 */
export function parseRequest<S extends z.ZodType>(
  schema: S,
  request: unknown,
  errorName: string,
): z.output<S> {
  const result = schema.safeParse(request);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new ServiceError(400, errorName, `${issue?.path.join(".")}: ${issue?.message}`);
}
