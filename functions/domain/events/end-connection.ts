import type { ConnectionId, ConversationId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
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
    limits.calls.graceSeconds,
  );

/** Removes a connection that has ended, and queues the checks of its user's presence and calls. */
export async function endConnection(
  { db, queue }: Pick<FanOut, "db" | "queue">,
  connectionId: ConnectionId,
): Promise<void> {
  const { userId, callsIn } = await removeConnection(db, connectionId);
  if (callsIn.length > 0) await queueCallChecks({ queue }, connectionId, callsIn);
  if (userId) await queuePresenceChecks(queue, [userId]);
}

/** Queues the end of a connection, because the database does not answer now. */
export const queueEndOfConnection = ({ queue }: Queue, connectionId: ConnectionId): Promise<void> =>
  enqueue(queue, [{ task: "end connection", connectionId }]);
