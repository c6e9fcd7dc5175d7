import type { FieldError } from "../../../contract/problem.ts";

/** A request that the rules turn down. One place (`problems.ts`) turns it into a problem document. */
export abstract class Refusal extends Error {
  abstract readonly status: number;
  readonly errors: readonly FieldError[] = [];
  override get name() {
    return this.constructor.name;
  }
}

/** Fields that break a rule. */
export class Invalid extends Refusal {
  readonly status = 400;
  constructor(
    override readonly errors: readonly FieldError[],
    message = "The request does not fit the contract.",
  ) {
    super(message);
  }
}

/** Nobody is signed in, or not as who they claim. */
export class NotSignedIn extends Refusal {
  readonly status = 401;
  constructor(message = "A valid access token is needed.") {
    super(message);
  }
}

/** The caller takes part, but this is not theirs to do. */
export class NotAllowed extends Refusal {
  readonly status = 403;
}

/** No such thing, or none that the caller may know of: the two cannot be told apart. */
export class NotFound extends Refusal {
  readonly status = 404;
  constructor(thing: string) {
    super(`There is no such ${thing}.`);
  }
}

/** It clashes with what is there. */
export class Conflict extends Refusal {
  readonly status = 409;
  constructor(
    override readonly errors: readonly FieldError[],
    message: string,
  ) {
    super(message);
  }
}

/** More than the limits allow. */
export class TooFast extends Refusal {
  readonly status = 429;
  /** Whole seconds, as in the header of the same name (RFC 9110, 10.2.3). */
  readonly retryAfter: number;
  constructor(seconds: number) {
    super("You are sending too fast. Please wait a moment.");
    this.retryAfter = Math.max(1, Math.ceil(seconds));
  }
}

/** This deployment has not been given what it takes. */
export class NotOffered extends Refusal {
  readonly status = 501;
}

/** The database did not answer, and the request cannot safely be tried again from here. */
export class Unavailable extends Refusal {
  readonly status = 503;
  /** Seconds. */
  readonly retryAfter = 2;
  constructor() {
    super("The database did not answer. Please try again shortly.");
  }
}
