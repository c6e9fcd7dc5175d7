import type { ConnectionId, ConversationId, UserId } from "../../../contract/ids.ts";
import { times } from "../../../contract/times.ts";
import { removeConnection } from "../connections/connections.ts";
import { enqueue, type FanOut, queuePresenceChecks } from "./fan-out.ts";

type Queue = Pick<FanOut, "queue">;

/** Queues the removal of a user from calls, unless they reconnect in time. */
const queueCallChecks = (
  { queue }: Queue,
  endedConnection: ConnectionId,
  conversationIds: readonly ConversationId[],
): Promise<void> =>
  enqueue(
    queue,
    conversationIds.map((conversationId) => ({ task: "check call", conversationId, endedConnection })),
    times.calls.graceSeconds,
  );

/** A connection that has ended. */
export interface Ending {
  connectionId: ConnectionId;
  /** Its user, if the event names them. A repeated attempt needs this, because it finds no row. */
  userId?: UserId | undefined;
}

/**
 * Removes a connection that has ended, and queues the checks of its user's presence and calls. Repeating a call is safe:
 * an earlier attempt may have removed the connection and failed before it queued the checks.
 */
export async function endConnection(
  { db, queue }: Pick<FanOut, "db" | "queue">,
  { connectionId, userId }: Ending,
): Promise<void> {
  const removed = await removeConnection(db, connectionId);
  if (removed.callsIn.length > 0) await queueCallChecks({ queue }, connectionId, removed.callsIn);
  const user = userId ?? removed.userId;
  if (user) await queuePresenceChecks(queue, [user]);
}

/** Queues the end of a connection, because the database does not answer now. */
export const queueEndOfConnection = ({ queue }: Queue, ending: Ending): Promise<void> =>
  enqueue(queue, [{ task: "end connection", ...ending }]);
