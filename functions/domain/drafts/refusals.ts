import { limits } from "../../../contract/limits.ts";
import { Refusal } from "../../platform/problems/refusal.ts";

/** The draft has a different revision from the one that the caller has seen. */
export class DraftChanged extends Refusal {
  readonly code = "draft-changed";

  constructor() {
    super("Another device has changed this draft.");
  }
}

/** The user has the maximum number of drafts. */
export class TooManyDrafts extends Refusal {
  readonly code = "too-many-drafts";

  constructor() {
    super(`You can have at most ${limits.drafts} drafts on all your devices.`);
  }
}
