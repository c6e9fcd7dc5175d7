import { Refusal } from "../../platform/problems/refusal.ts";

/** The chosen time is past or too far ahead. */
export class TimeNotPossible extends Refusal {
  readonly code = "time-not-possible";

  constructor() {
    super("Choose a time in the future, at most a year ahead.");
  }
}
