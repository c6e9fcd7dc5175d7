import { Refusal } from "../../platform/problems/refusal.ts";

/** The server cannot do anything at this time. */
export class TimeNotPossible extends Refusal {
  readonly code = "time-not-possible";

  constructor() {
    super("Choose a time in the future, at most a year ahead.");
  }
}
