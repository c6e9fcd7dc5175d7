import { fieldError } from "../../../contract/field-errors.ts";
import { NotFound, Refusal } from "../../platform/problems/refusal.ts";

/** No user has this id. */
export class UserNotFound extends NotFound {
  readonly code = "user-not-found";

  constructor() {
    super("There is no such person.");
  }
}

/** The full name is the username of another user. */
export class NameOfAnother extends Refusal {
  readonly code = "name-of-another";
  override readonly errors = [fieldError("fullName", "taken")];

  constructor() {
    super("This name is another person's username. Please choose one that cannot be mistaken for them.");
  }
}
