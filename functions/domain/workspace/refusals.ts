import { fieldError } from "../../../contract/field-errors.ts";
import { NotFound, Refusal } from "../../platform/problems/refusal.ts";

/** The caller is neither an owner nor an admin of the workspace. */
export class WorkspaceAdminsOnly extends Refusal {
  readonly code = "workspace-admins-only";

  constructor() {
    super("Only the workspace's owners and admins may do this.");
  }
}

/** The caller is not an owner of the workspace. */
export class WorkspaceOwnersOnly extends Refusal {
  readonly code = "workspace-owners-only";

  constructor() {
    super("Only the workspace's owners may do this.");
  }
}

/** The change would leave the workspace without an active owner. */
export class LastOwner extends Refusal {
  readonly code = "last-owner";

  constructor() {
    super("The workspace needs an owner. Please make another person an owner first.");
  }
}

/** The sign-up rule admits only people with an invitation. */
export class InvitationRequired extends Refusal {
  readonly code = "invitation-required";

  constructor() {
    super("You need an invitation to create an account here.");
  }
}

/** The sign-up rule admits only confirmed addresses. */
export class EmailConfirmationRequired extends Refusal {
  readonly code = "email-confirmation-required";

  constructor() {
    super("Please confirm your e-mail address before you create an account.");
  }
}

/** The sign-up rule does not list the domain of the address. */
export class EmailDomainNotAllowed extends Refusal {
  readonly code = "email-domain-not-allowed";
  override readonly errors = [fieldError("email", "domain-not-allowed")];

  constructor() {
    super("People with addresses of this domain cannot create an account here.");
  }
}

/** The code is unknown, expired, revoked or used up, or its author may no longer invite. */
export class InvitationInvalid extends Refusal {
  readonly code = "invitation-invalid";
  override readonly errors = [fieldError("invitation", "invitation-invalid")];

  constructor() {
    super("This invitation no longer works. Please ask for a new one.");
  }
}

/** The invitation is for another address. */
export class NotTheInvitedAddress extends Refusal {
  readonly code = "not-the-invited-address";
  override readonly errors = [fieldError("email", "not-the-invited-address")];

  constructor() {
    super("This invitation is for another e-mail address.");
  }
}

/** No invitation that still works has this id. */
export class InvitationNotFound extends NotFound {
  readonly code = "invitation-not-found";

  constructor() {
    super("There is no such invitation.");
  }
}

/** The workspace has reached its limit of invitations. */
export class TooManyInvitations extends Refusal {
  readonly code = "too-many-invitations";

  constructor() {
    super("There are too many open invitations. Please revoke some of them first.");
  }
}
