import { NotFound } from "../../platform/problems/refusal.ts";

/** No user has this id. */
export class UserNotFound extends NotFound {
  readonly code = "user-not-found";

  constructor() {
    super("There is no such person.");
  }
}
