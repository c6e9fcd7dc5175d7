import type { Positioned } from "../../../contract/position.ts";
import { logError } from "../observability/log.ts";
import type { Positions } from "./database.ts";

/**
 * What to tell with an answer or an event, so that whoever gets it reads no less later. What was done is done, and is not
 * to be done again because this cannot be found out: who is told nothing is read to from the writer.
 */
export async function currentPosition(db: Positions): Promise<Positioned> {
  try {
    const position = await db.position();
    return position === undefined ? {} : { position };
  } catch (error) {
    logError("no position", error);
    return {};
  }
}
