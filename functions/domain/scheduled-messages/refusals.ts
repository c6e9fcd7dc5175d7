import { limits } from "../../../contract/limits.ts";
import { NotFound, Refusal } from "../../platform/problems/refusal.ts";

/** The caller has no such scheduled message. */
export class ScheduledMessageNotFound extends NotFound {
  readonly code = "scheduled-message-not-found";

  constructor() {
    super("You have no such scheduled message. It may have been sent already.");
  }
}

/** The server is sending the scheduled message. */
export class MessageBeingSent extends Refusal {
  readonly code = "message-being-sent";

  constructor() {
    super("This message is being sent right now.");
  }
}

/** The user has the maximum number of scheduled messages. */
export class TooManyScheduledMessages extends Refusal {
  readonly code = "too-many-scheduled-messages";

  constructor() {
    super(`You can have at most ${limits.scheduled.count} scheduled messages.`);
  }
}
