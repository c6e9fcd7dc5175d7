/** Why an address is not called. */
export type RefusalReason =
  | "not-a-url"
  | "has-credentials"
  | "not-https"
  | "not-port-443"
  | "not-public"
  | "no-address";

/**
 * The address is not one that users may make this server call. The message omits it, because it can contain secrets.
 */
export class AddressRefused extends Error {
  override readonly name = "AddressRefused";
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason) {
    super(`The address was refused: ${reason}`);
    this.reason = reason;
  }
}

/** The response's body was longer than the limit. */
export class ResponseTooLarge extends Error {
  override readonly name = "ResponseTooLarge";

  constructor() {
    super("The response is too large");
  }
}
