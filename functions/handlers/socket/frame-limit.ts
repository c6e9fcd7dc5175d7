import type { ConnectionId } from "../../../contract/ids.ts";
import type { Rate } from "../../domain/rate.ts";
import { RateLimited } from "../../platform/problems/refusals.ts";

/** How many connections to remember. The one that has been silent the longest is forgotten first. */
const maxConnections = 10_000;

interface Bucket {
  left: number;
  /** Milliseconds. */
  refilledAt: number;
}

/**
 * Limits the frames of each connection before any other work. The counts are in the memory of a function instance, because
 * a database call would cost as much as the limit saves. A flood over n instances is therefore limited to n times the
 * rate. The exact limit of messages per user is in the database (see `sendMessage`).
 *
 * @returns a function that counts one frame of a connection, and throws {@link TooFast} beyond the limit
 */
export function frameLimit({ burst, perSecond }: Rate): (connectionId: ConnectionId) => void {
  const buckets = new Map<ConnectionId, Bucket>();
  return (connectionId) => {
    const now = Date.now();
    const { left, refilledAt } = buckets.get(connectionId) ?? { left: burst, refilledAt: now };
    const available = Math.min(burst, left + (Math.max(0, now - refilledAt) / 1000) * perSecond);
    if (available < 1) throw new RateLimited((1 - available) / perSecond);
    // Inserted again, so that the map's first key is the least recently used connection.
    buckets.delete(connectionId);
    buckets.set(connectionId, { left: available - 1, refilledAt: now });
    const [oldest] = buckets.keys();
    if (buckets.size > maxConnections && oldest !== undefined) buckets.delete(oldest);
  };
}
