import { fieldError } from "../../../contract/field-errors.ts";
import { limits } from "../../../contract/limits.ts";
import { NotFound, Refusal } from "../../platform/problems/refusal.ts";

/** No user group has this handle. */
export class UserGroupNotFound extends NotFound {
  readonly code = "user-group-not-found";

  constructor() {
    super("There is no such user group.");
  }
}

/** A user or another user group has the handle, or it is reserved. */
export class HandleTaken extends Refusal {
  readonly code = "handle-taken";
  override readonly errors = [fieldError("handle", "taken")];

  constructor() {
    super("A person or another user group already has this handle.");
  }
}

/** Some of the member ids belong to no user. */
export class UnknownMembers extends Refusal {
  readonly code = "unknown-members";
  override readonly errors = [fieldError("memberIds", "unknown-user")];

  constructor() {
    super("Some of these people do not exist.");
  }
}

/** The workspace has reached its limit of user groups. */
export class TooManyUserGroups extends Refusal {
  readonly code = "too-many-user-groups";

  constructor() {
    super(`The workspace can have at most ${limits.userGroups.count} user groups.`);
  }
}

/** A new member has reached the limit of user groups for one person. */
export class TooManyGroupsOfUser extends Refusal {
  readonly code = "too-many-groups-of-user";

  constructor() {
    super(`One person can be in at most ${limits.userGroups.ofUser} user groups.`);
  }
}
