import { limits } from "../../../contract/limits.ts";
import { NotFound, Refusal } from "../../platform/problems/refusal.ts";

/** The call has the maximum number of participants. */
export class CallFull extends Refusal {
  readonly code = "call-full";

  constructor() {
    super(`At most ${limits.calls.participants} people can be in a call.`);
  }
}

/** The call is over, or the caller or the recipient of the signal is not in it on this connection. */
export class CallNotFound extends NotFound {
  readonly code = "call-not-found";

  constructor() {
    super("This call is over, or you are not in it on this device.");
  }
}
