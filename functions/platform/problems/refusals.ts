import type { FieldError } from "../../../contract/field-error-codes.ts";
import { fieldError } from "../../../contract/field-errors.ts";
import { NotFound, Refusal } from "./refusal.ts";

/** How many fields the detail names. `errors` lists all of them. */
const namedFields = 3;

/** Writes a sentence about the first few fields at fault. */
function sentenceAbout(errors: readonly FieldError[]): string {
  const parts = errors
    .slice(0, namedFields)
    .map(({ path, message }) =>
      path === "" ? `The request ${message}.` : `The field "${path}" ${message}.`,
    );
  const others = errors.length - parts.length;
  if (others > 0) parts.push(`Further fields with errors: ${others}.`);
  return parts.join(" ");
}

/** Some fields break a rule of their schema. */
export class InvalidRequest extends Refusal {
  readonly code = "invalid-request";
  override readonly errors: readonly FieldError[];

  constructor(errors: readonly FieldError[]) {
    super(sentenceAbout(errors));
    this.errors = errors;
  }
}

/** The text is not JSON. The refusal does not repeat the text, because it may contain secrets. */
export class InvalidJson extends Refusal {
  readonly code = "invalid-json";

  constructor() {
    super("The body is not valid JSON.");
  }
}

/** The cursor does not come from an earlier page of the same list. */
export class InvalidCursor extends Refusal {
  readonly code = "invalid-cursor";
  override readonly errors = [fieldError("cursor", "invalid-cursor")];

  constructor() {
    super("The cursor does not come from an earlier page of this list.");
  }
}

/** The access token is missing, expired or invalid. */
export class NotSignedIn extends Refusal {
  readonly code = "not-signed-in";

  constructor() {
    super("Please sign in. This request needs a valid access token.");
  }
}

/** A page of another origin sent the request. */
export class CrossOrigin extends Refusal {
  readonly code = "cross-origin";

  constructor() {
    super("Pages of other origins cannot send this request.");
  }
}

/** The body is not declared as JSON. */
export class UnsupportedMediaType extends Refusal {
  readonly code = "unsupported-media-type";

  constructor() {
    super("The header Content-Type must be application/json.");
  }
}

/** No route has this method and path. */
export class RouteNotFound extends NotFound {
  readonly code = "route-not-found";

  constructor() {
    super("The API has no such route.");
  }
}

/** No WebSocket route has this action. */
export class UnknownAction extends Refusal {
  readonly code = "unknown-action";
  override readonly errors: readonly FieldError[];

  constructor(actions: readonly string[]) {
    const options = actions.join(", ");
    super(`The action must be one of ${options}.`);
    this.errors = [fieldError("action", "invalid-option", { expected: options })];
  }
}

/** The caller exceeded a rate limit. */
export class RateLimited extends Refusal {
  readonly code = "rate-limited";
  override readonly retryAfter: number;

  /** @param seconds  until the limit admits another request. Rounded up to whole seconds. */
  constructor(seconds: number) {
    const retryAfter = Math.max(1, Math.ceil(seconds));
    super(
      `You are sending too fast. Please try again in ${retryAfter === 1 ? "a second" : `${retryAfter} seconds`}.`,
    );
    this.retryAfter = retryAfter;
  }
}

/** The paused database is resuming, and the statement did not run. Another attempt is safe. */
export class WakingUp extends Refusal {
  readonly code = "waking-up";
  override readonly retryAfter = 2;

  constructor() {
    super("The database is waking up after a pause. Please try again in a few seconds.");
  }
}

/** The database did not answer, and repeating the statement would not be safe. */
export class Unavailable extends Refusal {
  readonly code = "unavailable";
  override readonly retryAfter = 2;

  constructor() {
    super("The database did not answer. Please try again in a few seconds.");
  }
}
