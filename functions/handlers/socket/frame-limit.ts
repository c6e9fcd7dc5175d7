import type { ConnectionId } from "../../../contract/ids.ts";
import type { Rate } from "../../domain/rate.ts";
import { RateLimited } from "../../platform/problems/refusals.ts";

/** Connections that are remembered; the one that has been silent longest is forgotten first. */
const maxConnections = 10_000;

interface Bucket {
  left: number;
  /** Milliseconds. */
  refilledAt: number;
}

/**
 * Puts a limit on the frames of each connection, whatever they say, before anything is done for them. It is
 * kept in this function instance's memory, since asking the database would cost what it is to save: a flood
 * that is spread over n instances gets n times as far. How many messages a person may send is exact, and is
 * kept in the database (see `sendMessage`).
 * @returns takes one frame of a connection, or throws RateLimited
 */
export function frameLimit({ burst, perSecond }: Rate): (connectionId: ConnectionId) => void {
  const buckets = new Map<ConnectionId, Bucket>();
  return (connectionId) => {
    const now = Date.now();
    const { left, refilledAt } = buckets.get(connectionId) ?? { left: burst, refilledAt: now };
    const available = Math.min(burst, left + (Math.max(0, now - refilledAt) / 1000) * perSecond);
    if (available < 1) throw new RateLimited((1 - available) / perSecond);
    // Written anew, so that the first of the map is the one that was used longest ago.
    buckets.delete(connectionId);
    buckets.set(connectionId, { left: available - 1, refilledAt: now });
    const [oldest] = buckets.keys();
    if (buckets.size > maxConnections && oldest !== undefined) buckets.delete(oldest);
  };
}
