import type { FieldError } from "../../../contract/field-error-codes.ts";
import { fieldError } from "../../../contract/field-errors.ts";
import { Refusal } from "../../platform/problems/refusal.ts";

/** Access tokens can outlive their account, see `times.accessTokenSeconds`. */
export class AccountGone extends Refusal {
  readonly code = "account-gone";

  constructor() {
    super("This account has been deleted.");
  }
}

/** An owner or admin has deactivated the account. Only the holder of the password learns this. */
export class AccountDeactivated extends Refusal {
  readonly code = "account-deactivated";

  constructor() {
    super("This account is deactivated. Please contact the people who administer your workspace.");
  }
}

/** Another account uses this username. */
export class UsernameTaken extends Refusal {
  readonly code = "username-taken";
  override readonly errors = [fieldError("username", "taken")];

  constructor() {
    super("This username is already in use.");
  }
}

/** Another account uses this e-mail address. */
export class EmailTaken extends Refusal {
  readonly code = "email-taken";
  override readonly errors = [fieldError("email", "taken")];

  constructor() {
    super("Another account already uses this e-mail address.");
  }
}

/** A user confirmed a change with a wrong password. */
export class WrongPassword extends Refusal {
  readonly code = "wrong-password";
  override readonly errors: readonly FieldError[];

  /** @param path  the field that holds the password */
  constructor(path: string) {
    super("The password is wrong.");
    this.errors = [fieldError(path, "wrong-password")];
  }
}

/** A new password that attackers try first. */
export class WeakPassword extends Refusal {
  readonly code = "weak-password";
  override readonly errors: readonly FieldError[];

  constructor(path: string, reason: "common-password" | "like-your-name") {
    super(
      reason === "common-password"
        ? "This password is too common. Please choose another one."
        : "The password must not be your username or e-mail address.",
    );
    this.errors = [fieldError(path, reason)];
  }
}

/** The change needs the password, and the user has not confirmed it recently. */
export class ReauthenticationRequired extends Refusal {
  readonly code = "reauthentication-required";

  constructor() {
    super("Please confirm this change with your password.");
  }
}

/** The token from an e-mail is unknown, used or expired, or the account's address has changed since. */
export class LinkExpired extends Refusal {
  readonly code = "link-expired";
  override readonly errors = [fieldError("token", "link-expired")];

  constructor() {
    super("This link no longer works. Please request a new one.");
  }
}
