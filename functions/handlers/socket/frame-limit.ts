import QuickLRU from "quick-lru";
import type { ConnectionId } from "../../../contract/ids.ts";
import type { Rate } from "../../domain/rate.ts";
import { RateLimited } from "../../platform/problems/refusals.ts";

/** The number of connections to remember. The one that has been silent the longest is forgotten first. */
const connections = 10_000;

interface Bucket {
  left: number;
  /** Milliseconds. */
  refilledAt: number;
}

/**
 * Limits the frames of each connection before any other work. The counts are in the memory of a function instance,
 * because a database call would cost as much as the limit saves. A flood over n instances is therefore limited to n
 * times the rate. The exact limit of messages per user is in the database (see `sendMessage`).
 *
 * @returns a function that counts one frame of a connection, and throws {@link TooFast} beyond the limit
 */
export function frameLimit({ burst, perSecond }: Rate): (connectionId: ConnectionId) => void {
  const buckets = new QuickLRU<ConnectionId, Bucket>({ maxSize: connections });
  return (connectionId) => {
    const now = Date.now();
    const { left, refilledAt } = buckets.get(connectionId) ?? { left: burst, refilledAt: now };
    const available = Math.min(burst, left + (Math.max(0, now - refilledAt) / 1000) * perSecond);
    if (available < 1) throw new RateLimited((1 - available) / perSecond);
    buckets.set(connectionId, { left: available - 1, refilledAt: now });
  };
}
