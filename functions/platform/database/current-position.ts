import type { Positioned } from "../../../contract/position.ts";
import { logError } from "../observability/log.ts";
import type { Positions } from "./database.ts";

/**
 * Finds the position to send with a response or event, so that the recipient's later reads include the change. A
 * failure must not fail the request, whose change is already committed. Without a position, the client's next read goes
 * to the writer.
 */
export async function currentPosition(db: Positions): Promise<Positioned> {
  try {
    const position = await db.position();
    return position === undefined ? {} : { position };
  } catch (error) {
    logError("the database position is unknown", error);
    return {};
  }
}
