import { fieldError } from "../../../contract/field-errors.ts";
import { NotFound, Refusal } from "../../platform/problems/refusal.ts";

/** The conversation has no such poll, or the caller does not take part in it. */
export class PollNotFound extends NotFound {
  readonly code = "poll-not-found";

  constructor() {
    super("This poll does not exist, or you do not take part in its conversation.");
  }
}

/** A closed poll accepts no votes. */
export class PollClosed extends Refusal {
  readonly code = "poll-closed";

  constructor() {
    super("This poll is closed.");
  }
}

/** The caller neither started the poll nor runs the group. */
export class CannotClosePoll extends Refusal {
  readonly code = "cannot-close-poll";

  constructor() {
    super("Only the author of a poll, or the group's owner and admins, can close it.");
  }
}

/** The poll accepts only one choice from each voter. */
export class OneChoiceOnly extends Refusal {
  readonly code = "one-choice-only";
  override readonly errors = [fieldError("choices", "too-many")];

  constructor() {
    super("You can choose only one option in this poll.");
  }
}

/** The poll has no such option. */
export class UnknownOption extends Refusal {
  readonly code = "unknown-option";
  override readonly errors = [fieldError("choices", "invalid-option")];

  constructor() {
    super("This poll does not have that option.");
  }
}

/** Nobody sees the voters of an anonymous poll. */
export class VotersSecret extends Refusal {
  readonly code = "voters-secret";

  constructor() {
    super("This poll is anonymous.");
  }
}
