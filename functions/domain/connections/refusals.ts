import { limits } from "../../../contract/limits.ts";
import { Refusal } from "../../platform/problems/refusal.ts";

/** The user has the maximum number of open connections. Another one opens once one of them has closed. */
export class TooManyConnections extends Refusal {
  readonly code = "too-many-connections";

  constructor() {
    super(`One user can have at most ${limits.connections} open connections.`);
  }
}
