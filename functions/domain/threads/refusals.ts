import { limits } from "../../../contract/limits.ts";
import { Refusal } from "../../platform/problems/refusal.ts";

/** The user follows the maximum number of threads. */
export class TooManyFollowed extends Refusal {
  readonly code = "too-many-followed";

  constructor() {
    super(`You can follow at most ${limits.followedThreads} threads. Unfollow others first.`);
  }
}
