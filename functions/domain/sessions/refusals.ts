import { NotFound, Refusal } from "../../platform/problems/refusal.ts";

/** The login is unknown or the password is wrong. Callers must not learn which. */
export class WrongCredentials extends Refusal {
  readonly code = "wrong-credentials";

  constructor() {
    super("The username, e-mail address or password is wrong.");
  }
}

/** The refresh token is missing, unknown, expired, revoked or already used. */
export class SessionEnded extends Refusal {
  readonly code = "session-ended";

  constructor() {
    super("Your session has ended. Please sign in again.");
  }
}

/** The user is not signed in on such a device. */
export class DeviceNotFound extends NotFound {
  readonly code = "device-not-found";

  constructor() {
    super("You are not signed in on this device.");
  }
}
