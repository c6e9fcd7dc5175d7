/** An error of an AWS service, as its clients expect it: a status, an exception's name, a message. */
export class ServiceError extends Error {
  constructor(
    readonly status: number,
    override readonly name: string,
    message: string,
  ) {
    super(message);
  }
}
