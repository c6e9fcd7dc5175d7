import { limits } from "../../../contract/limits.ts";
import { Refusal } from "../../platform/problems/refusal.ts";

/** The user has the maximum number of reminders. */
export class TooManyReminders extends Refusal {
  readonly code = "too-many-reminders";

  constructor() {
    super(`You can have at most ${limits.reminders} reminders.`);
  }
}
