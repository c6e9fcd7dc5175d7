import type { ConnectionId, UserId } from "../../../contract/ids.ts";
import { logError } from "../../platform/observability/log.ts";
import type { PresenceChange } from "../connections/connections.ts";
import { presenceAudience, recipientsOf } from "./audience.ts";
import { announceNow, enqueue, type FanOut } from "./fan-out.ts";

/**
 * The maximum number of connections to which `$connect` pushes a presence itself. Its client waits for these pushes.
 * When everyone reconnects at the same time, the queue bounds the pushes of people with more acquaintances.
 */
export const presencePushes = 20;

/** How long the announcement of a user who came back waits. The event that they were offline arrives before it. */
const backDelaySeconds = 2;

/**
 * Announces that a user came online with a connection, which is still opening and therefore receives nothing. Pushes to
 * a small audience without a job, which saves a call to SQS and an invocation. Never throws.
 *
 * Finds the audience after the connection was committed. Of two acquaintances who come online simultaneously, the later
 * one thus always finds the earlier one.
 */
export async function announceOnline(
  fanOut: FanOut,
  { userId, connectionId }: { userId: UserId; connectionId: ConnectionId },
  change: PresenceChange,
): Promise<void> {
  if (change === "none") return;
  const event = { type: "presence", userId, online: true } as const;
  const audience = presenceAudience(userId);
  const job = { task: "announce", event, audience, except: connectionId } as const;
  if (change === "came back") return enqueue(fanOut.queue, [job], backDelaySeconds);
  try {
    // One more than the limit, and the opening connection.
    const found = await recipientsOf(fanOut.db, audience, presencePushes + 2);
    const others = found.filter((id) => id !== connectionId);
    if (others.length <= presencePushes) {
      return await announceNow(fanOut, { event, audience, except: connectionId }, others);
    }
  } catch (error) {
    logError("the audience of a presence is unknown", error);
  }
  await enqueue(fanOut.queue, [job]);
}
